import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressFromBytes,
  canonicalAddress,
  composeIpv6,
  familyOf,
  parseAddress,
  sameAddress,
  sharePrefix,
} from "../../src/model/address.ts";

describe("an address", () => {
  it.each([
    ["185.0.2.1", "185.0.2.1", "ipv4"],
    ["2A02:0000::0001", "2a02::1", "ipv6"],
    ["2a02:0:0:1:0:0:0:1", "2a02:0:0:1::1", "ipv6"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7", "ipv6"],
    ["::", "::", "ipv6"],
    ["1::", "1::", "ipv6"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221", "ipv6"],
    // Deprecated IPv4-compatible, not IPv4-mapped.
    ["::1.2.3.4", "::102:304", "ipv6"],
    ["::ffff:185.0.2.1", "185.0.2.1", "ipv4"],
    ["::FFFF:b900:201", "185.0.2.1", "ipv4"],
    ["::fffe:185.0.2.1", "::fffe:b900:201", "ipv6"],
    ["1::ffff:185.0.2.1", "1::ffff:b900:201", "ipv6"],
  ])("%s is written %s and is of family %s", (text, canonical, family) => {
    expect(canonicalAddress(text)).toBe(canonical);
    expect(familyOf(text)).toBe(family);
  });

  it.each([
    "",
    "10",
    "1.2.3",
    "1.2.3.256",
    "01.2.3.4",
    " 1.2.3.4",
    "1.2.3.4/24",
    "fe80::1%eth0",
    "::1%",
    "1::2::3",
    "[::1]",
    "localhost",
  ])("is not read from %j", (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(canonicalAddress(text)).toBeNull();
    expect(familyOf(text)).toBeNull();
  });

  it("is the same however it is written, and nothing equals what is not an address", () => {
    expect(sameAddress("2a02:0::1", "2A02::0:1")).toBe(true);
    expect(sameAddress("::ffff:185.0.2.1", "185.0.2.1")).toBe(true);
    expect(sameAddress("2a02::1", "2a02::2")).toBe(false);
    expect(sameAddress("x", "x")).toBe(false);
  });

  it("survives the way to bytes and back", () => {
    const bytes = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 0, 1, 0x20, 255), { minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (original) => {
        const text = addressFromBytes(original) ?? "none";
        expect(parseAddress(text)?.text).toBe(text);
        const mapped = original.length === 16 && text.includes(".");
        expect(parseAddress(text)?.bytes).toEqual(mapped ? original.slice(12) : original);
      }),
    );
    expect(addressFromBytes([1, 2, 3])).toBeNull();
    expect(addressFromBytes([])).toBeNull();
  });

  it("is what Node takes for one, without a zone", () => {
    const part = fc.constantFrom(
      ":",
      ":",
      "::",
      "0",
      "1",
      "ff",
      "FFFF",
      "00001",
      "g",
      "1.2.3.4",
      "1.2.3",
      "%eth0",
      "]",
      "/",
    );
    const nearly = fc.array(part, { maxLength: 18 }).map((parts) => parts.join(""));
    const groups = fc
      .tuple(fc.array(fc.constantFrom<string>("0", "1", "00ff"), { minLength: 6, maxLength: 9 }), fc.nat(9))
      .map(([list, gap]) => list.toSpliced(gap, 1, "").join(":"));
    const almost = fc.ipV6().map((text) => text.replace(/[0-9a-f](?=:)/, "%"));
    fc.assert(
      fc.property(fc.oneof(nearly, groups, fc.ipV6(), almost), (text) => {
        const isRead = parseAddress(text) !== null;
        expect(isRead).toBe(isIPv4(text) || (isIPv6(text) && !text.includes("%")));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is read or refused, whatever the text, without throwing", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4()), (text) => parseAddress(text) !== undefined));
  });
});

describe("a shared prefix", () => {
  const shared = (left: string, right: string, length: number) => {
    const [first, second] = [parseAddress(left), parseAddress(right)];
    return first !== null && second !== null && sharePrefix(first, second, length);
  };

  it("is compared bit by bit", () => {
    expect(shared("10.0.0.1", "10.255.0.1", 8)).toBe(true);
    expect(shared("100.64.0.0", "100.127.255.255", 10)).toBe(true);
    expect(shared("100.64.0.0", "100.128.0.0", 10)).toBe(false);
    expect(shared("1.2.3.4", "1.2.3.4", 32)).toBe(true);
    expect(shared("1.2.3.4", "1.2.3.5", 32)).toBe(false);
    expect(shared("1.2.3.4", "200.2.3.5", 0)).toBe(true);
  });

  it("does not exist between two families", () => {
    expect(shared("0.0.0.0", "::", 0)).toBe(false);
    expect(shared("::", "0.0.0.0", 0)).toBe(false);
  });
});

describe("composing an IPv6 address", () => {
  it("takes the prefix of one and the host part of the other", () => {
    expect(composeIpv6("2a02:fe0:1:2:aaaa:bbbb:cccc:dddd", "::1:2:3:4", 64)).toBe("2a02:fe0:1:2:1:2:3:4");
    expect(composeIpv6("2a02:fe0:1:22ff::9", "::1", 56)).toBe("2a02:fe0:1:2200::1");
    expect(composeIpv6("2a02:fe0:1:22ff::9", "0:0:0:3::1", 60)).toBe("2a02:fe0:1:22f3::1");
    expect(composeIpv6("2a02::5", "::", 128)).toBe("2a02::5");
    expect(composeIpv6("2a02::5", "2a03::6", 0)).toBe("2a03::6");
  });

  it("refuses a suffix that reaches into the prefix", () => {
    expect(composeIpv6("2a02::", "0:0:0:1::1", 64)).toBeNull();
    expect(composeIpv6("2a02::", "0:0:0:10::1", 60)).toBeNull();
    expect(composeIpv6("2a02::", "0:0:0:f::1", 60)).toBe("2a02:0:0:f::1");
  });

  it("refuses what is not an IPv6 address and what is not a prefix length", () => {
    expect(composeIpv6("185.0.2.1", "::1", 64)).toBeNull();
    expect(composeIpv6("2a02::", "0.0.0.1", 64)).toBeNull();
    expect(composeIpv6("nonsense", "::1", 64)).toBeNull();
    for (const length of [-1, 129, 1.5, Number.NaN]) expect(composeIpv6("2a02::", "::1", length)).toBeNull();
  });
});
