import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toZoneRecord } from "../../src/api/recipes/records/list-records.ts";
import { canonicalContent } from "../../src/api/zone-file/canonical-content.ts";
import { formatZoneFile } from "../../src/api/zone-file/format-zone-file.ts";
import { parseZoneFile } from "../../src/api/zone-file/parse-zone-file.ts";
import { hasPrograms, makeFolder } from "./run-program.ts";

// Our reader of zone files beside BIND's own.

const head =
  "@ 3600 IN SOA ns1.elsewhere.net. host.example.no. 1 10800 3600 604800 300\n@ 3600 IN NS ns1.elsewhere.net.\n";
const checksOff = [
  "-k",
  "ignore",
  "-n",
  "ignore",
  "-r",
  "ignore",
  "-i",
  "none",
  "-m",
  "ignore",
  "-M",
  "ignore",
  "-S",
  "ignore",
];

/** What BIND reads in a file, written out in full; null where it refuses it. */
function compile(text: string | Buffer): string | null {
  const file = join(makeFolder(), "zone");
  writeFileSync(file, text);
  const { status, stdout } = spawnSync("named-compilezone", [...checksOff, "-D", "-o", "-", "example.no", file], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.replaceAll(/^(?:zone .*|OK)$/gm, "") : null;
}

/** By their meaning, in one order, each once. */
function recordsIn(text: string | Buffer, origin: string): readonly string[] {
  const { records, problems, skipped } = parseZoneFile(text, origin);
  expect(problems).toEqual([]);
  const all = records
    .filter(({ type }) => type !== "SOA")
    .map(({ name, ttlSeconds, type, value }) => `${name} ${ttlSeconds} ${type} ${canonicalContent(type, value)}`);
  return [...new Set(all), ...skipped.map(({ type }) => `skipped ${type}`)].sort();
}

const samples: Readonly<Record<string, string>> = {
  "TTLs: the default, the one before, units, in either order with the class": `$TTL 1h30m
a A 192.0.2.1
b 60 IN A 192.0.2.2
c IN 2D A 192.0.2.3
d A 192.0.2.4
$ttl 1w
e A 192.0.2.5
`,
  "TTLs of the record before, without a default":
    "a 60 A 192.0.2.1\nb A 192.0.2.2\nc 2h IN TXT c\nd IN TXT d\n  TXT e\n",
  "owners: left out, relative, other origins, escapes": `$ORIGIN sub.example.no.
a 60 A 192.0.2.1
  60 AAAA 2001:DB8::1 ; the same owner
$ORIGIN deeper
@ 60 MX 10 mail
* 60 TXT wildcard
$ORIGIN example.no.
\\119ww 60 A 192.0.2.2
a\\.b 60 A 192.0.2.3
c\\032d 60 CNAME a\\.b
UPPER.Example.NO. 60 A 192.0.2.4
`,
  "texts: several, with quotes, semicolons, numbers, without quotes": `a 60 TXT "one" "two; no comment" ; a comment
b 60 TXT plain words
c 60 TXT "a \\"quote\\" and a \\\\"
d 60 TXT "\\195\\184\\065" \\;x
e 60 TXT ( "over"
  "lines" ) ; and here
f 60 TXT say="two words"
`,
  "parentheses over lines, with blank lines and comments": `a 60 MX ( 10 ; priority

   mail.example.no. )
b ( 60 ) IN ( A ) 192.0.2.1
`,
  services: `_sip._tcp 60 SRV 10 5 5060 sip
@ 60 CAA 0 issue "ca.example; account=1"
@ 60 CAA 128 iodef mailto:a@example.no
n 60 NAPTR 100 10 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@example.no!" .
h 60 HTTPS 1 . alpn="h2,h3" port=8443 ipv4hint=192.0.2.1,192.0.2.2
s 60 SVCB 2 target mandatory=alpn alpn=h2
r 60 RP admin text.elsewhere.net.
p 60 NSAP-PTR target
k 60 KX 10 kx
f 60 AFSDB 1 db
`,
  "hexadecimal digits and base64, in parts and in either case": `_443._tcp 60 TLSA 3 1 1 ( ABCDEF0123456789ABCDEF0123456789
  abcdef0123456789abcdef0123456789 )
s 60 SSHFP 4 2 ABCDEF0123456789ABCDEF0123456789 ABCDEF0123456789ABCDEF0123456789
d 60 NS ns.elsewhere.net.
d 60 DS 12345 13 2 abcdef0123456789abcdef0123456789 abcdef0123456789ABCDEF0123456789
o 60 OPENPGPKEY aGVsbG8g d29ybGQ=
`,
  "octets instead of words, and types by their numbers": `a 60 A \\# 4 ( C000 0202 )
b 60 TYPE28 \\# 16 20010db8000000000000000000000001
c 60 CNAME \\# 7 0161 03782e79 00
d 60 TXT \\# 11 05 68656c6c6f 04 c3a5 22 5c
e 60 MX \\# 5 000a 016100
f 60 SRV \\# 9 0001 0002 0003 016100
g 60 CAA \\# 12 00 05 6973737565 6122 6364 65
h 60 NAPTR \\# 21 0064 000a 0175 07 4532552b736970 05 2161216221 00
i 60 TYPE257 0 issue "ca.example"
j 60 TYPE16 hello
`,
  places: "a 60 LOC 59 55 N 10 45 E 10m\nb 60 LOC 59 55 0.5 N 10 45 30 E 10.50m 20m 100m 5m\n",
  "a byte order mark's neighbours: Windows' ends of lines, and no last one": "a 60 A 192.0.2.1\r\nb 60 A 192.0.2.2",
};

describe.skipIf(!hasPrograms("named-compilezone"))("named-compilezone", () => {
  it.each(Object.entries(samples))("reads the same: %s", (_, sample) => {
    const text = head + sample;
    expect(recordsIn(text, "example.no")).toEqual(recordsIn(compile(text) ?? "refused", "."));
  });

  it.each([
    ['a 60 A 192.0.2.1\nb 60 TXT "never ends\nc 60 A 192.0.2.2\n'],
    ["a 60 A 192.0.2.1 )\n"],
    ["a 60 MX ( 10 mail\n"],
    ["a..b 60 A 192.0.2.1\n"],
    [`${"a".repeat(64)} 60 A 192.0.2.1\n`],
    [`${"a.".repeat(127)}b 60 A 192.0.2.1\n`],
    ["a 60 CH A 192.0.2.1\n"],
    ["a 60 A\n"],
    ["a 60 A \\# 4 C00002\n"],
    ["a 60 A \\# 5 C000020101\n"],
    ["a 60 CNAME \\# 2 0161\n"],
    ["a 60 TXT \\# 3 056161\n"],
    ["a\\256 60 A 192.0.2.1\n"],
  ])("refuses as well: %j", (sample) => {
    expect(compile(head + sample)).toBeNull();
    expect(parseZoneFile(head + sample, "example.no").problems).not.toEqual([]);
  });

  it("reads what we write, whatever the text is", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 });
    const name = fc.stringMatching(/^[a-z0-9_ ;"().@$*-]{1,20}$/).filter((written) => !/^\.|\.\.|\.$/.test(written));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 20 }), (listed) => {
        const records = listed.map(([record_name, record_value], index) =>
          toZoneRecord({ record_id: String(index), record_name, record_type: "TXT", record_value, record_ttl: 60 }),
        );
        const written = formatZoneFile("example.no", records);
        const full = written.replace("\n", `\n${head}`);
        expect(recordsIn(full, "example.no")).toEqual(recordsIn(compile(full) ?? "refused", "."));
        expect(recordsIn(written, "example.no")).toHaveLength(new Set(recordsIn(written, "example.no")).size);
      }),
      { numRuns: 25 },
    );
  });
});
