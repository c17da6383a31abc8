import { describe, expect, test } from "vitest";
import { updateCommand } from "../../src/cli/commands/daemon/update.ts";
import {
  createFakeView,
  sampleOutcome,
  sampleReport,
  sampleStatus,
  startTestServer,
} from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";
import { startTestDaemon } from "./start-test-daemon.ts";

async function update(outcome: Partial<typeof sampleOutcome>, force = false, output: "json" | "table" = "json") {
  const fake = createFakeView();
  fake.view.update = async (options) => {
    fake.calls.push(options);
    return { ...sampleReport, outcomes: [{ ...sampleOutcome, ...outcome }] };
  };
  const { port, stateDir } = await startTestDaemon(fake);
  const test = await createTestContext({ environment: pointAt(port, stateDir), output });
  return { ...test, fake, exitCode: await updateCommand(test.context, { force }) };
}

describe("update", () => {
  test("has the daemon do a round and prints its report", async () => {
    const { exitCode, stdout, stderr, fake } = await update({});
    expect([exitCode, stderr(), fake.calls]).toEqual([0, "", [{ force: false }]]);
    const { startedAt, durationMs, addresses, outcomes } = sampleReport;
    expect(JSON.parse(stdout())).toEqual({ startedAt, durationMs, addresses, outcomes });
  });

  test("prints the outcomes as a table for people", async () => {
    const { stdout } = await update({ result: "http_500", reason: "the server answered 500" }, false, "table");
    expect(stdout()).toMatch(/^home\.example\.no +ipv4 +update +http_500 +185\.0\.2\.2 +the server answered 500$/m);
  });

  test("passes --force on", async () => {
    expect((await update({}, true)).fake.calls).toEqual([{ force: true }]);
  });

  test.each([
    [{ action: "held", result: null, consequence: null }, 1],
    [{ action: "update", result: "timeout", consequence: "back-off-account" }, 75],
    [{ action: "update", result: "badauth", consequence: "hold-account" }, 77],
    [{ action: "update", result: "http_401", consequence: "back-off" }, 75],
  ] as const)("exits by what became of the round: %j", async (outcome, code) => {
    expect((await update(outcome)).exitCode).toBe(code);
  });

  test("exits with 77 when the account is held, though nothing was sent", async () => {
    const fake = createFakeView({ ...sampleStatus, account: { state: "held", reason: "badauth", nextProbeAt: null } });
    const { port, stateDir } = await startTestDaemon(fake);
    const { context } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await updateCommand(context, { force: false })).toBe(77);
  });

  test("answers 69 when no daemon is running", async () => {
    const { stop, port, stateDir } = await startTestDaemon();
    await stop();
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await updateCommand(context, { force: false })).toBe(69);
    expect(stderr()).toMatch(/^gigahost-ddns: no daemon is running with .*\n$/);
  });

  test("without access to the socket says what to do", async () => {
    const { port } = await startTestServer({}, { stateDir: "/dev/null/state" });
    const { context, stderr } = await createTestContext({ environment: pointAt(port, "/dev/null/state") });
    expect(await updateCommand(context, { force: false })).toBe(1);
    expect(stderr()).toMatch(/the daemon's socket in \/dev\/null\/state can't be used \(ENOTDIR\): /);
  });

  test("with --no-wait is content when the daemon has accepted it", async () => {
    const fake = createFakeView();
    fake.view.update = (options) => {
      fake.calls.push(options);
      return new Promise(() => {});
    };
    const { port, stateDir } = await startTestDaemon(fake);
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await updateCommand(context, { force: true, wait: false })).toBe(0);
    expect([stdout(), fake.calls]).toEqual(["", [{ force: true }]]);
  });

  test("of a daemon that couldn't do it says why, and may be tried again", async () => {
    const fake = createFakeView();
    fake.view.update = () => Promise.reject(new Error("the daemon is stopping"));
    const { port, stateDir } = await startTestDaemon(fake);
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await updateCommand(context, { force: false })).toBe(75);
    expect(stderr()).toBe("gigahost-ddns: the daemon is stopping\n");
  });

  test("ends when it is interrupted, whatever the daemon does", async () => {
    const fake = createFakeView();
    const stop = new AbortController();
    fake.view.update = () => {
      stop.abort();
      return new Promise(() => {});
    };
    const { port, stateDir } = await startTestDaemon(fake);
    const { signal } = stop;
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir), signal });
    expect(await updateCommand(context, { force: false })).toBe(130);
    expect(stderr()).toBe("gigahost-ddns: interrupted\n");
  });
});
