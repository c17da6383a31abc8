import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinStrings, quoteStrings, readStrings } from "../../../src/api/zone-file/character-strings.ts";
import { canonicalContent, toApiContent, toZoneFileContent } from "../../../src/api/zone-file/record-content.ts";

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
    ["SOA", "ns1.gigahost.no host.example.no 1 2 3 4 5", null, "ns1.gigahost.no. host.example.no. 1 2 3 4 5"],
  ])("%s %s listed with priority %s is %s in a zone file", (type, value, priority, written) => {
    expect(toZoneFileContent(type, value, priority)).toBe(written);
  });

  it.each([
    ["AAAA", "2001:DB8:0:0::1", "2001:db8::1"],
    ["CNAME", "WWW.example.no.", "www.example.no"],
    ["TXT", '"a" "b"', "ab"],
    ["CAA", '0 issue "letsencrypt.org"', "0 issue letsencrypt.org"],
  ])("%s %s means the same as %s", (type, one, other) => {
    expect(canonicalContent(type, one)).toBe(canonicalContent(type, other));
  });

  it("of an MX without priority is refused with an example", () => {
    expect(() => toApiContent("MX", "mail.example.no.")).toThrow('"10 mail.example.no."');
  });
});

it("every text survives being quoted", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
      expect(joinStrings(readStrings(quoteStrings(text)))).toBe(text);
    }),
  );
});

it("escapes by number are octets", () => {
  expect(readStrings('"\\195\\184 \\"x\\""')).toEqual(['ø "x"']);
});
