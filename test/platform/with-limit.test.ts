import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/platform/clock.ts";
import { isTimeUp, TimeIsUp, withLimit } from "../../src/platform/with-limit.ts";
import { createFakeClock } from "../schedule/fake-clock.ts";

const never = () => new Promise<never>(() => undefined);

/** Ends as soon as it is told to, as everything should. */
const obedient = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener("abort", () => resolve("what it saw until then")));

describe("withLimit", () => {
  it("gives what was done in time, and leaves neither a timer nor a listener behind", async () => {
    const clock = createFakeClock();
    const outer = new AbortController();
    await expect(withLimit(clock, 5_000, outer.signal, async () => "done")).resolves.toBe("done");
    expect(getEventListeners(outer.signal, "abort")).toHaveLength(0);
    let aborted = false;
    await withLimit(clock, 5_000, null, async (signal) => signal.addEventListener("abort", () => (aborted = true)));
    await clock.pass(60_000);
    expect(aborted).toBe(false);
  });

  it("tells what takes too long to end, and takes what it says then", async () => {
    const clock = createFakeClock();
    const result = withLimit(clock, 5_000, null, obedient);
    await clock.pass(5_000);
    await expect(result).resolves.toBe("what it saw until then");
  });

  it("leaves behind what doesn't listen, with the time as the reason", async () => {
    const clock = createFakeClock();
    const result = withLimit(clock, 5_000, null, never, 100).catch((error: unknown) => error);
    await clock.pass(5_100);
    expect(await result).toMatchObject({ message: "no answer within 5 s" });
    expect(isTimeUp(await result)).toBe(true);
  });

  it("ends with the outer signal and its reason, also where that was aborted before or isn't listened to", async () => {
    const clock = createFakeClock();
    const outer = new AbortController();
    const [told, deaf] = [
      withLimit(clock, 5_000, outer.signal, obedient),
      withLimit(clock, 5_000, outer.signal, never),
    ];
    const ended = deaf.catch((error: unknown) => error);
    outer.abort(new Error("the daemon is stopping"));
    await expect(told).resolves.toBe("what it saw until then");
    await clock.pass(2_000);
    expect(await ended).toMatchObject({ message: "the daemon is stopping" });
    const late = withLimit(clock, 5_000, outer.signal, never).catch((error: unknown) => error);
    await clock.pass(2_000);
    expect(await late).toMatchObject({ message: "the daemon is stopping" });
  });

  it("lets as many listen as are asked at the same time, without a warning of Node's", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    await withLimit(systemClock, 1_000, null, async (signal) => {
      for (let asked = 0; asked < 50; asked++) signal.addEventListener("abort", () => undefined);
      await systemClock.sleep(10);
    });
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("passes on what went wrong, at once or later, and what goes wrong after the end is nobody's", async () => {
    const clock = createFakeClock();
    await expect(withLimit(clock, 5_000, null, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    const late = withLimit(clock, 1_000, null, () => clock.sleep(9_000).then(() => Promise.reject(new Error("late"))));
    const ended = late.catch((error: unknown) => error);
    await clock.pass(10_000);
    expect(isTimeUp(await ended)).toBe(true);
  });

  it("ends on the real clock, too, where nothing else keeps the event loop busy", async () => {
    await expect(withLimit(systemClock, 20, null, never, 10)).rejects.toThrow(TimeIsUp);
  });
});

it("isTimeUp knows the limit also as the cause of Node's own error", () => {
  const aborted = Object.assign(new Error("The operation was aborted"), { cause: new TimeIsUp(1_000) });
  expect([isTimeUp(aborted), isTimeUp(new Error("else")), isTimeUp("text")]).toEqual([true, false, false]);
});
