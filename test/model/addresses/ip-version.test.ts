import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ipVersion } from "../../../src/model/addresses/ip-version.ts";

describe("the version of an address is Node's", () => {
  test.each([
    ...["", "::", ":::", "::1", "1::", ":1", "1:", "1:2", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"],
    ...["1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:8::", "1::2::3", "12345::", "g::", "::1.2.3.4", "::ffff:1.2.3.4", "1.2.3.4"],
    ...[
      "1.2.3.4::",
      "1.2.3.4::1",
      "::1.2.3.4:5",
      "1:2:3:4:5:6:1.2.3.4",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::1.2.3",
      "::1.2.3.256",
    ],
    ...[
      "::01.2.3.4",
      "fe80::1%eth0",
      "fe80::1%",
      "fe80::1%a%b",
      "fe80::1%a b",
      "%eth0",
      "1.2.3.4%eth0",
      "::%1.2",
      "::\n",
    ],
    ...["::1\n", "\n::1", " ::1", "::1 ", "[::1]", "::ABCD:ef01", "::1%a\n", "1:2:3:4:5:6:7:8%x", "٣::", "::1/64"],
  ])("of %j", (text) => {
    expect(ipVersion(text)).toBe(isIP(text));
  });

  const group = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)) },
    fc.constantFrom("", "0", "0000", "00000", "FFff", "g", "1.2.3.4", "255.255.255.255", "256.1.1.1", "01.1.1.1", ":"),
  );
  const groups = fc.array(group, { maxLength: 10 }).map((parts) => parts.join(":"));
  const end = fc.constantFrom("", "", "", "%eth0", "%", "%a-b.c:d", "%a%b", "%ü", "\n", "/64", ".");

  test("of what looks like one", () => {
    fc.assert(
      fc.property(fc.oneof(groups, fc.ipV6(), fc.ipV4(), fc.ipV4Extended()), end, (address, rest) => {
        expect(ipVersion(address + rest)).toBe(isIP(address + rest));
      }),
      { numRuns: 20_000 },
    );
  });

  test("of any text of its characters", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123:::::..9aAfF%-g\n "), maxLength: 24 });
    fc.assert(
      fc.property(text, (written) => {
        expect(ipVersion(written)).toBe(isIP(written));
      }),
      { numRuns: 20_000 },
    );
  });
});
