import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseZoneFile } from "../../../src/api/zone-file/parse-zone-file.ts";

const lines = (text: string) =>
  parseZoneFile(text, "example.no").records.map(
    ({ name, ttlSeconds, type, value }) => `${name} ${ttlSeconds} ${type} ${value}`,
  );
const problems = (text: string) =>
  parseZoneFile(text, "example.no").problems.map(({ line, problem }) => `${line}: ${problem}`);

describe("a zone file", () => {
  it("is read as in RFC 1035 and as BIND writes it", () => {
    const text = `; a comment
$ORIGIN example.no.
$TTL 1h30m
@	IN SOA ns1.gigahost.no. hostmaster (
		2026010101 ; serial
		3h 15m 1w 1d )
	IN NS ns1.gigahost.no.
	300 MX 10 mail
	IN 300 MX 20 mail.elsewhere.net.
www	A 192.0.2.1
WWW 60 IN AAAA 2001:db8::1
mail IN 60 CNAME www
$ORIGIN sub
a TXT "v=spf1 -all" "; no comment"
b TXT plain words
_sip._tcp SRV 10 5 5060 sip
@ CAA 0 issue "letsencrypt.org"
`;
    expect(lines(text)).toEqual([
      "example.no 5400 SOA ns1.gigahost.no. hostmaster.example.no. 2026010101 3h 15m 1w 1d",
      "example.no 5400 NS ns1.gigahost.no.",
      "example.no 300 MX 10 mail.example.no.",
      "example.no 300 MX 20 mail.elsewhere.net.",
      "www.example.no 5400 A 192.0.2.1",
      "www.example.no 60 AAAA 2001:db8::1",
      "mail.example.no 60 CNAME www.example.no.",
      'a.sub.example.no 5400 TXT "v=spf1 -all" "; no comment"',
      'b.sub.example.no 5400 TXT "plain" "words"',
      "_sip._tcp.sub.example.no 5400 SRV 10 5 5060 sip.sub.example.no.",
      'sub.example.no 5400 CAA 0 issue "letsencrypt.org"',
    ]);
    expect(problems(text)).toEqual([]);
  });

  it("may have names with other letters, which are sent as punycode", () => {
    expect(lines("Blåbær A 192.0.2.1\nb CNAME blåbær\nc MX 10 blåbær.no.")).toEqual([
      "xn--blbr-roah.example.no null A 192.0.2.1",
      "b.example.no null CNAME xn--blbr-roah.example.no.",
      "c.example.no null MX 10 xn--blbr-roah.no.",
    ]);
  });

  it("may have Windows line ends, no last line end, and no TTL", () => {
    expect(lines("a A 192.0.2.1\r\nb A 192.0.2.2")).toEqual([
      "a.example.no null A 192.0.2.1",
      "b.example.no null A 192.0.2.2",
    ]);
  });

  it("has a line number for everything that is wrong, all at once", () => {
    expect(problems("a A 192.0.2.1\n$INCLUDE other\nb CH A 1\n\nc\nd A\n$TTL soon\ne A (\n")).toEqual([
      "9: a ( is never closed",
      "2: $INCLUDE is not supported",
      "3: class CH is not supported",
      '5: "" has no record type',
      "6: the A record has no value",
      '7: "soon" is no TTL',
      "8: the A record has no value",
    ]);
    expect(problems('  A 192.0.2.1\na TXT "never ends\nb A 1 )')).toEqual([
      '2: a " too many',
      "3: a ) too many",
      "1: the first record has no name",
    ]);
  });

  it("whatever is in it, is read without failing and in reasonable time", () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom("\n", '"', "(", ")", ";", "\\", "$TTL ", " A ", "@"));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { records } = parseZoneFile(pieces.join(""), "example.no");
        for (const record of records) expect(record.type).toMatch(/^[A-Z]/);
      }),
    );
    const startedMs = performance.now();
    parseZoneFile(`a TXT "${"\\".repeat(200_000)}`, "example.no");
    parseZoneFile("(".repeat(200_000), "example.no");
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});
