import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalContent } from "../../../src/api/zone-file/canonical-content.ts";
import { quoteText, readText } from "../../../src/api/zone-file/character-strings.ts";
import { escapeName } from "../../../src/api/zone-file/domain-name.ts";
import { toApiContent, toZoneFileContent } from "../../../src/api/zone-file/record-content.ts";

describe("a record's content", () => {
  it.each([
    ["A", "192.0.2.1", { record_value: "192.0.2.1" }],
    ["CNAME", "www.example.no.", { record_value: "www.example.no" }],
    ["MX", "10 mail.example.no.", { record_value: "mail.example.no", record_priority: 10 }],
    ["TXT", '"v=spf1 -all"', { record_value: "v=spf1 -all" }],
    ["TXT", "v=spf1 -all", { record_value: "v=spf1 -all" }],
    ["TXT", '"a" "b"', { record_value: "ab" }],
    ["SRV", "10 5 5060 sip.example.no.", { record_value: "10 5 5060 sip.example.no." }],
    ["CAA", '0 issue "letsencrypt.org"', { record_value: '0 issue "letsencrypt.org"' }],
  ])("%s %s goes to the API as it takes it", (type, written, content) => {
    expect(toApiContent(type, written)).toEqual(content);
  });

  it.each([
    ["", "@"],
    ["a\nb", "a\\010b"],
    ["bl\u00e5\tb", "bl\\195\\165\\009b"],
    ["bl\u00e5b\u00e6r", "xn--blbr-roah"],
  ])("under the listed name %j is written under %s", (listed, written) => {
    expect(escapeName(listed)).toBe(written);
  });

  it("of a long text goes in quoted chunks of 255 octets", () => {
    const text = "ø".repeat(200);
    expect(toApiContent("TXT", text).record_value).toBe(`"${"ø".repeat(127)}" "${"ø".repeat(73)}"`);
  });

  it.each([
    ["MX", "mail.example.no", 10, "10 mail.example.no."],
    ["MX", "10 mail.example.no.", null, "10 mail.example.no."],
    ["MX", "10 mail.example.no.", 10, "10 mail.example.no."],
    ["SRV", "5 5060 sip.example.no", 10, "10 5 5060 sip.example.no."],
    ["CNAME", "www.example.no", null, "www.example.no."],
    ["TXT", 'say "hi"', null, '"say \\"hi\\""'],
    ["CAA", "0 issue le\nt; x", null, '0 issue "le\\010t; x"'],
    ["URI", '10 1 "a\nb"', null, '10 1 "a\\010b"'],
    ["TXT", "two\nlines\u2028; and \u0000", null, '"two\\010lines\\226\\128\\168; and \\000"'],
    ["CAA", "0 issue ca.example;policy=x", null, '0 issue "ca.example;policy=x"'],
    ["HINFO", 'PC "a b" x;y (', null, 'PC "a b" x\\;y \\('],
    ["CNAME", "a b.example.no", null, "a\\032b.example.no."],
    ["SOA", "ns1.gigahost.no host.example.no 1 2 3 4 5", null, "ns1.gigahost.no. host.example.no. 1 2 3 4 5"],
  ])("%s %s listed with priority %s is %s in a zone file", (type, value, priority, written) => {
    expect(toZoneFileContent(type, value, priority)).toBe(written);
  });

  it.each([
    ["AAAA", "2001:DB8:0:0::1", "2001:db8::1"],
    ["CNAME", "WWW.example.no.", "www.example.no"],
    ["TXT", '"a" "b"', "ab"],
    ["CAA", '0 issue "letsencrypt.org"', "0 issue letsencrypt.org"],
    ["CAA", '0 ISSUE "ca.example"', '00 issue "ca.example"'],
    ["MX", "010 Mail.example.no", "10 mail.example.no."],
    ["SRV", "0 05 5060 SIP.example.no", "0 5 5060 sip.example.no."],
    ["TLSA", "3 1 1 ABCD EF01", "3 1 1 abcdef01"],
    ["SSHFP", "1 1 AB cd", "1 1 abcd"],
    ["DS", "1 8 2 ABCD ef", "1 8 2 abcdef"],
    ["OPENPGPKEY", "aGVq dG8=", "aGVqdG8="],
    ["NAPTR", '100 10 "U" "E2U+sip" "!^.*$!sip:a@b!" .', '100 10 u e2u+SIP "!^.*$!sip:a@b!" .'],
    ["HTTPS", '1 . port=8443 alpn="h2,h3"', "1 . ALPN=h2,h3 port=8443"],
    ["LOC", "59 55 0 N 10 45 0 E 10m", "59 55 0.000 N 10 45 0.000 E 10.00m 1m 10000m 10m"],
    ["LOC", "59 55 N 10 45 E 10 1.00m", "59 55 00 n 10 45 e 10m"],
  ])("%s %s means the same as %s", (type, one, other) => {
    expect(canonicalContent(type, one)).toBe(canonicalContent(type, other));
  });

  it.each([
    ["CAA", '0 issue "ca.example"', '0 issue "CA.example"'],
    ["OPENPGPKEY", "aGVqdG8=", "AGVqdG8="],
    ["LOC", "59 55 0 N 10 45 0 E 10m", "59 55 0 N 10 45 0 W 10m"],
    ["TXT", "a", "A"],
  ])("%s %s does not mean the same as %s", (type, one, other) => {
    expect(canonicalContent(type, one)).not.toBe(canonicalContent(type, other));
  });

  it("of an MX without priority is refused with an example", () => {
    expect(() => toApiContent("MX", "mail.example.no.")).toThrow('"10 mail.example.no."');
  });
});

it("every text survives being quoted", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), (text) => {
      const written = quoteText(text);
      expect(written).not.toMatch(/[\n\r]/);
      expect(readText(written)).toBe(text);
    }),
  );
});

it("escapes by number are octets", () => {
  expect(readText('"\\195\\184 \\"x\\""')).toBe('ø "x"');
  expect(readText('"\\195" "\\184"')).toBe("ø");
  expect(readText('"\\255"')).toBeNull();
});
