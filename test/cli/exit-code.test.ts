import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import type { Outcome } from "../../src/model/report.ts";
import type { Status } from "../../src/model/status.ts";
import { consequenceOf } from "../../src/publish/answers/consequence.ts";
import { sampleOutcome, sampleStatus } from "../status/start-test-server.ts";

type Line = Partial<typeof sampleOutcome>;
const lines = (...some: Line[]) =>
  some.map((line) => {
    const { action, result } = { ...sampleOutcome, ...line };
    const consequence = action === "update" && result !== null ? consequenceOf(result) : null;
    return { ...sampleOutcome, consequence, ...line };
  });
const statusOf = (line: Partial<Status["hostnames"][number]>): Status => ({
  ...sampleStatus,
  hostnames: sampleStatus.hostnames.map((each) => ({ ...each, ...line })),
});

describe("the exit code of a round", () => {
  test.each<[string, Line, number]>([
    ["nothing to do", { action: "none", result: null }, 0],
    ["nothing to do after an old failure", { action: "none", result: "timeout" }, 0],
    ["a done update", { action: "update", result: "good" }, 0],
    ["an update the server already had", { action: "update", result: "nochg" }, 0],
    ["a refused credential", { action: "update", result: "badauth" }, 77],
    ["a credential refused by the web server", { action: "update", result: "http_401" }, 77],
    ["a held hostname", { action: "held", result: null }, 1],
    ["a hostname refused just now", { action: "update", result: "notfqdn" }, 1],
    ["a permission that is missing", { action: "update", result: "http_403" }, 1],
    ["an address the server calls invalid", { action: "update", result: "badagent" }, 1],
    ["a page for people under 401", { action: "update", result: "http_401", consequence: "back-off" }, 75],
    ["a page for people under 403", { action: "update", result: "http_403", consequence: "back-off" }, 75],
    ["a hostname of somebody else", { action: "update", result: "!yours" }, 1],
    ["a timeout", { action: "update", result: "timeout" }, 75],
    ["a server error", { action: "update", result: "http_500" }, 75],
    ["a wait without any word yet", { action: "wait", result: null }, 75],
    ["a wait for the hourly limit after a good answer", { action: "wait", result: "good" }, 75],
  ])("after %s is right", (_, line, code) => {
    expect(exitCodeOf(lines(line), sampleStatus)).toBe(code);
    expect(exitCodeOf(lines(line), null)).toBe(code);
  });

  test("goes by the result where an older daemon names nothing else", () => {
    const [older] = lines({ action: "update", result: "nohost" }).map(({ consequence: _, ...told }) => told);
    expect(exitCodeOf([older as Outcome], sampleStatus)).toBe(1); // what it was then
  });

  test("after a round without any outcome is 0", () => {
    expect(exitCodeOf([], null)).toBe(0);
  });

  test("is 77 with a held account, whatever else there is", () => {
    const status: Status = { ...sampleStatus, account: { state: "held", reason: "badauth", nextProbeAt: null } };
    expect(exitCodeOf(lines({ action: "none" }, { action: "held", result: null }), status)).toBe(77);
  });

  test("of an address that nobody knows is 75, unless the family is not here and never was published", () => {
    const unknown = lines({ action: "none", result: null, address: null, previous: null });
    expect(exitCodeOf(unknown, statusOf({ state: "absent", published: null }))).toBe(0);
    expect(exitCodeOf(unknown, statusOf({ state: "absent" }))).toBe(75);
    expect(exitCodeOf(unknown, statusOf({ state: "refused", published: null }))).toBe(0);
    expect(exitCodeOf(unknown, statusOf({ state: "refused" }))).toBe(0);
    expect(exitCodeOf(unknown, statusOf({ state: "pending", published: null }))).toBe(75);
    expect(exitCodeOf(unknown, statusOf({ state: "ok" }))).toBe(75);
    expect(exitCodeOf(unknown, null)).toBe(0);
    expect(exitCodeOf(lines({ action: "none", result: null, address: null }), null)).toBe(75);
  });

  test("of a wait for another address, since this one is invalid, is 1", () => {
    const waiting = lines({ action: "wait", result: null });
    expect(exitCodeOf(waiting, statusOf({ state: "waiting", result: "badagent" }))).toBe(1);
  });

  test("is the first that applies of 77, 1, 75 and 0", () => {
    const [done, later] = [{ result: "good" }, { result: "911" }] as const;
    const [held, refused] = [{ action: "held", result: null }, { result: "badauth" }] as const;
    expect(exitCodeOf(lines(done, later, held, refused), sampleStatus)).toBe(77);
    expect(exitCodeOf(lines(done, later, held), sampleStatus)).toBe(1);
    expect(exitCodeOf(lines(done, later), sampleStatus)).toBe(75);
  });
});
