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
      "2: $INCLUDE is not supported; write its records out (`named-compilezone` does)",
      "3: class CH is not supported",
      '5: "" has no record type',
      "6: the A record has no value",
      '7: "soon" is not a TTL',
      "8: the ( here is never closed",
      "8: the A record has no value",
    ]);
    expect(problems('  A 192.0.2.1\na TXT "never ends\nb A 1 )')).toEqual([
      "1: the record has no name, and none before it has",
      "2: a quotation is not closed before the line ends",
      "3: a ) closes what was never opened",
    ]);
  });

  it("keeps the TTL of the record before, where there is no $TTL", () => {
    expect(
      lines("a 60 A 192.0.2.1\nb A 192.0.2.2\nc 1h A 192.0.2.3\nd A 192.0.2.4").map((line) => line.split(" ")[1]),
    ).toEqual(["60", "60", "3600", "3600"]);
    const soa = "@ SOA ns1.example.no. host.example.no. 1 2 3 4 5m\na A 192.0.2.1";
    expect(lines(soa)).toContain("a.example.no 300 A 192.0.2.1");
    expect(lines(`${soa}\nb 60 A 192.0.2.2\nc A 192.0.2.3`)).toContain("c.example.no 300 A 192.0.2.3");
  });

  it("keeps values as they are: parameters in quotes, relative targets, a $TTL in any case", () => {
    const text = `$ttl 60
@ HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1
s SVCB 1 target port=8443
r RP admin text.elsewhere.net.
p NSAP-PTR target
t TXT say="two words"
n NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:\\1@example.no!" .`;
    expect(lines(text)).toEqual([
      'example.no 60 HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1',
      "s.example.no 60 SVCB 1 target.example.no. port=8443",
      "r.example.no 60 RP admin.example.no. text.elsewhere.net.",
      "p.example.no 60 NSAP-PTR target.example.no.",
      't.example.no 60 TXT "say=" "two words"',
      'n.example.no 60 NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:\\1@example.no!" .',
    ]);
  });

  it("may begin with a byte order mark, and its zone be named in any form", () => {
    for (const origin of ["EXAMPLE.no", "example.no."]) {
      const { records } = parseZoneFile("\uFEFFwww 60 A 192.0.2.1", origin);
      expect(records).toMatchObject([{ name: "www.example.no" }]);
    }
    expect(parseZoneFile("www 60 A 192.0.2.1", "blåbær.no").records).toMatchObject([{ name: "www.xn--blbr-roah.no" }]);
  });

  it("is UTF-8: other bytes are refused with their line, but for those in a comment", () => {
    const latin1 = Buffer.from(
      '; en bl\u00e5 sone\na 60 TXT "bl\u00e5"\nb 60 TXT "\\255"\nc 60 TXT "\\195\\165"\n',
      "latin1",
    );
    const { problems, records } = parseZoneFile(latin1, "example.no");
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(problems[0]?.problem).toContain("UTF-8");
    expect(records).toMatchObject([{ name: "c.example.no" }]);
  });

  it("may have escapes in its names", () => {
    expect(lines("\\119ww 60 A 192.0.2.1\na\\.b CNAME c\\032d\n\\@ A 192.0.2.2")).toEqual([
      "www.example.no 60 A 192.0.2.1",
      "a\\046b.example.no 60 CNAME c\\032d.example.no.",
      "\\064.example.no 60 A 192.0.2.2",
    ]);
  });

  it("has names of the length that DNS allows", () => {
    const label = "a".repeat(63);
    expect(problems(`${label} A 192.0.2.1\n${label}a A 192.0.2.1\nb..c A 192.0.2.1\nb CNAME ${label}a`)).toEqual([
      expect.stringMatching(/^2: .*has a part of 64 characters; DNS allows 63/),
      "3: b..c has an empty part",
      expect.stringMatching(/^4: .*64 characters/),
    ]);
    expect(problems(`${`${label}.`.repeat(4)} A 192.0.2.1`)).toEqual([expect.stringContaining("too long")]);
  });

  it("has no TTL over the most that DNS allows", () => {
    expect(problems("a 2147483648 A 192.0.2.1\n$TTL 9999w\nb 2147483647 A 192.0.2.1")).toEqual([
      expect.stringContaining("1: the TTL 2147483648 is over"),
      expect.stringContaining("2: the TTL 9999w is over"),
    ]);
  });

  it("that a signer wrote loses what the signer added, and nothing else", () => {
    const text =
      "a 60 A 192.0.2.1\n 60 RRSIG A 13 2 60 20260101000000 20250101000000 1 example.no. abc=\n NSEC b A\nb CDS 0 0 0 00";
    const { records, skipped, problems } = parseZoneFile(text, "example.no");
    expect([records.length, problems]).toEqual([1, []]);
    expect(skipped).toEqual([
      { line: 2, type: "RRSIG" },
      { line: 3, type: "NSEC" },
      { line: 4, type: "CDS" },
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
    for (const hostile of ["\\", "(", '"', 'a="', "a.", "\\0", ';"', "é."]) {
      expect(parseZoneFile(`a TXT ${hostile.repeat(200_000)}`, "example.no").records.length).toBeLessThan(2);
    }
  });
});
