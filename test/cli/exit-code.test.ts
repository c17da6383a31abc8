import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.ts";

describe("the exit code of a round", () => {
  test.each([
    ["nothing at all", [], 0],
    ["nothing to do", [{ action: "none", result: null }], 0],
    ["nothing to do after an old failure", [{ action: "none", result: "timeout" }], 0],
    ["a done update", [{ action: "update", result: "good" }], 0],
    ["an update the server already had", [{ action: "update", result: "nochg" }], 0],
    ["a refused credential", [{ action: "update", result: "badauth" }], 77],
    ["a held account", [{ action: "held", result: "badauth" }], 77],
    ["a credential refused by the web server", [{ action: "wait", result: "http_401" }], 77],
    ["a held hostname", [{ action: "held", result: "nohost" }], 1],
    ["a hostname refused just now", [{ action: "update", result: "notfqdn" }], 1],
    ["an address the server calls invalid", [{ action: "wait", result: "badagent" }], 1],
    ["a timeout", [{ action: "update", result: "timeout" }], 75],
    ["a server error", [{ action: "update", result: "http_500" }], 75],
    ["a wait without any word yet", [{ action: "wait", result: null }], 75],
    ["a wait for the hourly limit after a good answer", [{ action: "wait", result: "good" }], 75],
  ] as const)("after %s is right", (_, outcomes, code) => {
    expect(exitCodeOf(outcomes)).toBe(code);
  });

  test("is the first that applies of 77, 1, 75 and 0", () => {
    const done = { action: "update", result: "good" } as const;
    const later = { action: "update", result: "911" } as const;
    const held = { action: "held", result: "abuse" } as const;
    const refused = { action: "update", result: "badauth" } as const;
    expect(exitCodeOf([done, later, held, refused])).toBe(77);
    expect(exitCodeOf([done, later, held])).toBe(1);
    expect(exitCodeOf([done, later])).toBe(75);
  });
});
