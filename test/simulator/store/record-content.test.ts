import { isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalIpv6, checkRecord, txtStrings } from "../../../src/simulator/store/record-content.ts";

const check = (type: string, value: string, more = {}) =>
  checkRecord({ name: "@", type, value, ttl: 60, priority: null, ...more });

describe("the content of a record", () => {
  it("is a canonical address, whatever was sent", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const canonical = canonicalIpv6(address);
        expect(isIPv6(canonical)).toBe(true);
        expect(canonicalIpv6(canonical)).toBe(canonical);
        expect(check("AAAA", address)).toMatchObject({ ok: true, record: { value: canonical } });
      }),
    );
  });

  it("is a text that comes back the same, up to 255 octets without quotes", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }), (text) => {
        fc.pre(text.trim() === text && !text.startsWith('"') && Buffer.byteLength(text) <= 255);
        expect(check("TXT", text)).toMatchObject({ ok: true, record: { value: text } });
      }),
    );
  });

  it("keeps a long text in chunks of at most 255 octets", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 256, maxLength: 900, unit: "grapheme-ascii" }), (text) => {
        const quoted = `"${text.replaceAll(/["\\]/gu, "\\$&")}"`;
        const checked = check("TXT", quoted);
        if (!checked.ok) throw new Error(checked.message);
        const strings = txtStrings(checked.record.value);
        expect(strings.join("")).toBe(text);
        expect(strings.every((each) => Buffer.byteLength(each) <= 255)).toBe(true);
        expect(check("TXT", checked.record.value)).toEqual(checked);
      }),
    );
  });

  it.each([
    ["Home", "home"],
    ["", "@"],
    ["a.b.", "a.b"],
    ["*.dev", "*.dev"],
    ["_sip._tcp", "_sip._tcp"],
  ])("stands under a lower-case relative name: %j becomes %j", (name, stored) => {
    expect(check("A", "192.0.2.1", { name })).toMatchObject({ ok: true, record: { name: stored } });
  });

  it.each(["a..b", "-a", "a b", "a*", "ø"])("refuses the name %j", (name) => {
    expect(check("A", "192.0.2.1", { name }).ok).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses the TTL %s", (ttl) => {
    expect(check("A", "192.0.2.1", { ttl }).ok).toBe(false);
  });
});
