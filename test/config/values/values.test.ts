import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBaseUrl } from "../../../src/config/values/base-url.ts";
import { parseDuration, writeDuration } from "../../../src/config/values/duration.ts";
import { parseListenAddress } from "../../../src/config/values/listen-address.ts";
import { findNearestWord, suggestWord } from "../../../src/model/nearest-word.ts";

describe("parseDuration", () => {
  it.each([
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["1h", 3_600_000],
    ["1d", 86_400_000],
    ["1h30m", 5_400_000],
    ["500ms", 500],
    ["", null],
    ["0s", null],
    ["1", null],
    ["1 h", null],
    ["-1h", null],
    ["1.5h", null],
    ["1w", null],
    ["h", null],
  ])("reads %j as %j ms", (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it("reads back what writeDuration writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 86_400_000 }), (ms) => {
        expect(parseDuration(writeDuration(ms))).toBe(ms);
      }),
    );
    expect(writeDuration(3_600_000)).toBe("1h");
    expect(writeDuration(0)).toBe("0s");
  });
});

describe("parseListenAddress", () => {
  it.each([
    ["127.0.0.1:8245", "127.0.0.1", 8245],
    ["[::1]:8245", "::1", 8245],
    ["[::]:80", "::", 80],
    ["0.0.0.0:8245", "0.0.0.0", 8245],
    [":8245", "0.0.0.0", 8245],
    ["*:8245", "0.0.0.0", 8245],
    ["localhost:0", "localhost", 0],
    ["NAS.lan:65535", "nas.lan", 65_535],
  ])("reads %j", (text, host, port) => {
    expect(parseListenAddress(text)).toEqual({ host, port });
  });

  it.each([
    "",
    "8245",
    "127.0.0.1",
    "127.0.0.1:",
    "127.0.0.1:65536",
    "127.0.0.1:-1",
    "::1:8245",
    "[::1]",
    "[1.2.3.4]:1",
  ])("refuses %j", (text) => {
    expect(parseListenAddress(text)).toBeNull();
  });

  it.each(["256.0.0.1:80", "1.2.3:80", "a b:80", "http://a:80", "[fe80::g]:1", "-a:1"])(
    "refuses %j as well",
    (text) => {
      expect(parseListenAddress(text)).toBeNull();
    },
  );
});

describe("parseBaseUrl", () => {
  it.each([
    ["https://api.gigahost.no/api/v0", "https://api.gigahost.no/api/v0"],
    ["https://api.gigahost.no/api/v0//", "https://api.gigahost.no/api/v0"],
    ["https://api.gigahost.no", "https://api.gigahost.no"],
    ["http://127.0.0.1:8080/api/v0", "http://127.0.0.1:8080/api/v0"],
    ["http://127.8.9.1", "http://127.8.9.1"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["http://localhost:8080", "http://localhost:8080"],
  ])("takes %j", (text, url) => {
    expect(parseBaseUrl(text)).toEqual({ ok: true, url });
  });

  it.each([
    ["http://api.gigahost.no", "plain http"],
    ["http://127.0.0.1.example.no", "plain http"],
    ["http://localhost.example.no", "plain http"],
    ["http://10.0.0.1", "plain http"],
    ["http://0.0.0.0", "plain http"],
    ["https://ola:hunter2@api.gigahost.no", "without a user name"],
    ["https://api.gigahost.no?a=b", "without ?"],
    ["ftp://api.gigahost.no", "expected an https"],
    ["api.gigahost.no", "expected an https"],
    ["", "expected an https"],
  ])("refuses %j", (text, reason) => {
    const parsed = parseBaseUrl(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok || parsed.reason).toContain(reason);
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });
});

describe("findNearestWord", () => {
  const known = ["engine", "ttl", "base_url", "hostnames"];

  it.each([
    ["engin", "engine"],
    ["enigne", "engine"],
    ["ENGINE", "engine"],
    ["baseUrl", "base_url"],
    ["base-url", "base_url"],
    ["hostname", "hostnames"],
    ["tll", "ttl"],
    ["colour", null],
    ["", null],
  ])("takes %j for %j", (word, nearest) => {
    expect(findNearestWord(word, known)).toBe(nearest);
  });

  it("finds every known word with one letter left out, doubled or swapped", () => {
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(8), fc.constantFrom("drop", "double", "swap"), (word, at, slip) => {
        const index = at % (word.length - 1);
        const [before, one, two, after] = [word.slice(0, index), word[index], word[index + 1], word.slice(index + 2)];
        const slips = {
          drop: [before, two, after],
          double: [before, one, one, two, after],
          swap: [before, two, one, after],
        };
        expect(findNearestWord(slips[slip as keyof typeof slips].join(""), known)).toBe(word);
      }),
    );
  });

  it("lists what there is when nothing is near", () => {
    expect(suggestWord("colour", known)).toBe("known here: engine, ttl, base_url, hostnames");
  });
});
