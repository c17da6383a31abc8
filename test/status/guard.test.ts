import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWrongSecretLimit } from "../../src/platform/http-server/wrong-secret-limit.ts";
import { bearerToken, isSameSecret } from "../../src/status/guard/check-token.ts";
import { isLoopback } from "../../src/status/guard/http-settings.ts";
import { hasReadingCookie, makeReadingCookie } from "../../src/status/guard/reading-cookie.ts";
import { isOwnName, isOwnOrigin, parseHost } from "../../src/status/guard/request-target.ts";

describe("loopback", () => {
  test.each(["127.0.0.1", "127.255.255.254", "::1", "[::1]", "::ffff:127.0.0.1", "localhost", "LOCALHOST"])(
    "is where %s is",
    (host) => expect(isLoopback(host)).toBe(true),
  );

  test.each(["0.0.0.0", "::", "128.0.0.1", "::2", "::ffff:10.0.0.1", "localhost.example", "127.0.0.1.example", ""])(
    "is not where %s is",
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

describe("a Host header", () => {
  test("comes apart into name and port", () => {
    expect(parseHost("Nas.Lan.:80")).toEqual({ name: "nas.lan", port: 80 });
    expect(parseHost("[2A00::1]:8245")).toEqual({ name: "2a00::1", port: 8245 });
    expect(parseHost("10.0.0.1")).toEqual({ name: "10.0.0.1", port: null });
  });

  test("never throws, and whatever it is passes only as an address, localhost or a name of ours", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const host = parseHost(header);
        if (host && isOwnName(host.name, ["ddns.example.no"])) {
          expect(host.name).toMatch(/^(localhost|ddns\.example\.no|[\d.]+|[\da-f:.]+)$/);
        }
      }),
    );
  });
});

describe("an Origin", () => {
  test.each([
    ["http://evil.example:8245", "localhost:8245", false],
    ["http://localhost:8245", "127.0.0.1:8245", false],
    ["http://localhost:8246", "localhost:8245", false],
    ["https://localhost", "localhost:443", true],
    ["http://localhost:80", "localhost", true],
    ["https://localhost", "localhost:80", false],
  ])("of %s at %s is ours: %s", (origin, host, own) => {
    expect(isOwnOrigin(origin, host, [])).toBe(own);
  });
});

describe("the reading cookie", () => {
  const madeMs = Date.parse("2026-05-01T12:00:00.000Z");
  const dayMs = 24 * 3_600_000;
  const cookie = makeReadingCookie("token", madeMs, false).split(";")[0];

  test("is good for thirty days, for this token", () => {
    expect(hasReadingCookie(cookie, "token", madeMs + 30 * dayMs - 1)).toBe(true);
    expect(hasReadingCookie(cookie, "token", madeMs + 30 * dayMs)).toBe(false);
    expect(hasReadingCookie(cookie, "other", madeMs)).toBe(false);
  });

  test("is found among others, and nowhere else", () => {
    expect(hasReadingCookie(`a=b; ${cookie}; c=d`, "token", madeMs)).toBe(true);
    for (const header of [undefined, "", `x${cookie}`, `a=b ${cookie}`, `${cookie}x`, "gigahost_ddns=token"]) {
      expect(hasReadingCookie(header, "token", madeMs)).toBe(false);
    }
  });
});

describe("secrets", () => {
  test("are the same only when they are", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => isSameSecret(one, other) === (one === other)));
    expect(isSameSecret("", "")).toBe(true);
    expect(isSameSecret("token", "token ")).toBe(false);
  });

  test("come from a Bearer header only", () => {
    expect(bearerToken("Bearer a.b-c_d")).toBe("a.b-c_d");
    for (const header of [undefined, "", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "xBearer a"]) {
      expect(bearerToken(header)).toBeNull();
    }
  });
});

describe("the limit of wrong tokens", () => {
  test("lets a few through, then one per period", () => {
    const limit = createWrongSecretLimit(3, 1_000);
    for (let i = 0; i < 3; i++) expect(limit.noteWrong("10.0.0.1", 0)).toBe(0);
    expect(limit.noteWrong("10.0.0.1", 0)).toBe(1_000);
    expect(limit.noteWrong("10.0.0.1", 999)).toBe(1);
    expect(limit.noteWrong("10.0.0.1", 1_000)).toBe(0);
    expect(limit.noteWrong("10.0.0.1", 1_000)).toBe(1_000);
    expect(limit.noteWrong("10.0.0.2", 0)).toBe(0);
  });

  test("counts a whole /64 as one visitor", () => {
    const limit = createWrongSecretLimit(1, 1_000);
    limit.noteWrong("2a00:1:2:3::1", 0);
    expect(limit.noteWrong("2a00:1:2:3:ffff::9", 0)).toBe(1_000);
    expect(limit.noteWrong("2a00:1:2:4::1", 0)).toBe(0);
    limit.noteWrong("::ffff:10.0.0.1", 0);
    expect(limit.noteWrong("::ffff:10.0.0.2", 0)).toBe(0);
  });

  test("remembers a bounded number of visitors", () => {
    const limit = createWrongSecretLimit(1, 1_000_000);
    for (let i = 0; i < 1_500; i++) limit.noteWrong(`visitor ${i}`, 0);
    expect(limit.noteWrong("visitor 1499", 0)).toBe(1_000_000);
    expect(limit.noteWrong("visitor 0", 0)).toBe(0);
  });
});
