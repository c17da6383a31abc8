import { isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalIpv6,
  checkRecord,
  heldTxt,
  listedTxt,
  txtStrings,
} from "../../../src/simulator/store/record-content.ts";

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
        fc.pre(text.trim() === text && !text.includes('"') && Buffer.byteLength(text) <= 255);
        expect(check("TXT", text)).toMatchObject({ ok: true, record: { value: text } });
        expect(listedTxt(text)).toBe(text);
      }),
    );
  });

  it("keeps a long text in chunks of at most 255 octets", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 256, maxLength: 900, unit: "grapheme-ascii" }), (text) => {
        fc.pre(text.trim() === text);
        const quoted = `"${text.replaceAll(/["\\]/gu, "\\$&")}"`;
        const checked = check("TXT", quoted);
        if (!checked.ok) throw new Error(checked.reason);
        const strings = txtStrings(checked.record.value);
        expect(strings.join("")).toBe(text);
        expect(strings.every((each) => Buffer.byteLength(each) <= 255)).toBe(true);
        expect(check("TXT", checked.record.value)).toEqual(checked);
      }),
    );
  });

  it.each(['say "hi"', 'right"', '"', '""', "  ", '" "'])("refuses the text %s", (text) => {
    expect(check("TXT", text).ok).toBe(false);
  });

  it.each([
    ["  a b  ", "a b", "a b", "a b"],
    ['right\\"', 'right"', "right\\", 'right\\"'],
    ['\\"left', '"left', '\\"left', '\\"left'],
    ['"in \\"quotes\\""', 'in "quotes"', 'in \\"quotes\\', 'in \\"quotes\\"'],
    ['\\"all\\"', '"all"', '\\"all\\', '\\"all\\"'],
  ])("stores the text %s right, and lists it mangled where a quote ends it", (sent, stored, listed, held) => {
    expect(check("TXT", sent)).toMatchObject({ ok: true, record: { value: stored } });
    expect([listedTxt(stored), heldTxt(stored), txtStrings(stored).join("")]).toEqual([listed, held, stored]);
  });

  it.each(["TLSA", "SSHFP", "HTTPS", "SVCB", "DS", "LOC", "SPF"])("may not be of the type %s, by default", (type) => {
    expect(check(type, "1 1 1 AA").ok).toBe(false);
    expect(checkRecord({ name: "@", type, value: "1 1 1 AA", ttl: 60, priority: null }, [type]).ok).toBe(true);
  });

  it.each([
    ["CAA", '0 issue "ca.example; account=1"'],
    ["CAA", '0 issue "a b"'],
    ["SRV", "0 0 0 ."],
    ["MX", "."],
  ])("is refused as the server refuses it: %s %s", (type, value) => {
    expect(check(type, value, { priority: 10 }).ok).toBe(false);
  });

  it.each(['0 issue "letsencrypt.org"', "0 issue letsencrypt.org"])(
    "may be a CAA record without blanks: %s",
    (value) => {
      expect(check("CAA", value)).toMatchObject({ ok: true, record: { value } });
    },
  );

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
