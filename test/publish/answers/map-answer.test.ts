import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AskedUpdate, mapAnswer } from "../../../src/publish/answers/map-answer.ts";
import { v4, v6 } from "../facts.ts";

const a = "a.example.no";
const b = "b.example.no";
const onlyV4: AskedUpdate = { hostnames: [a], change: ["ipv4"], ipv4: v4, ipv6: null };
const dual: AskedUpdate = { hostnames: [a], change: ["ipv4", "ipv6"], ipv4: v4, ipv6: v6 };
const twoV4: AskedUpdate = { ...onlyV4, hostnames: [a, b] };
const twoDual: AskedUpdate = { ...dual, hostnames: [a, b] };

/** `a4 good` for each word that was mapped, `a ?` for each hostname that was not. */
function read(body: string, asked: AskedUpdate): string[] {
  const { mapped, unmapped } = mapAnswer(body, asked);
  return [
    ...mapped.map(({ hostname, family, word, contradicts }) => {
      const lie = contradicts === null ? "" : ` but ${contradicts}`;
      return `${hostname.slice(0, 1)}${family.slice(3)} ${word}${lie}`;
    }),
    ...unmapped.map((hostname) => `${hostname.slice(0, 1)} ?`),
  ];
}

describe("one hostname and one address", () => {
  it.each([
    ["plain", `good ${v4}`],
    ["a final newline", `good ${v4}\n`],
    ["CRLF", `good ${v4}\r\n`],
    ["old Mac line ends", `good ${v4}\r\r`],
    ["capitals", `GOOD ${v4}`],
    ["a byte order mark", `\uFEFFgood ${v4}`],
    ["blank lines", `\n\n  good ${v4}  \n\n\n`],
    ["no address", "good"],
    ["a comment", `good ${v4} # IP updated successfully`],
    ["the hostname before", `${a} good ${v4}`],
    ["the hostname and a colon before", `${a}: good ${v4}`],
    ["the hostname in capitals", `A.Example.NO: good ${v4}`],
    ["the hostname behind", `good ${v4} ${a}`],
    ["tabs", `good\t${v4}`],
    ["a comma", `good,${v4}`],
    ["a colon behind the word", `good: ${v4}`],
    ["a line break of HTML", `good ${v4}<br />`],
    ["a short line break of HTML", `good ${v4}<br>`],
    ["a line break of HTML with much space", `good ${v4}<BR   />`],
    ["a remark in brackets", `good ${v4} (updated)`],
    ["a remark", `good ${v4} IP already set`],
    ["a remark that names the address of before", `good ${v4} (was 198.51.100.7)`],
    ["a remark that has a word in it", `good ${v4} - no abuse here, nochg for you`],
    ["a remark in capitals", `GOOD ${v4} UPDATED`],
    ["a remark alone", "good (updated)"],
    ["the address in brackets", `good (${v4})`],
    ["a full stop", `good ${v4}.`],
    ["a warning of PHP before it", `<b>Warning</b>: something in line 3\ngood ${v4}`],
  ])("are read with %s", (_what, body) => {
    expect(read(body, onlyV4)).toEqual(["a4 good"]);
  });

  it.each([
    "nochg",
    "badauth",
    "nohost",
    "notfqdn",
    "!yours",
    "!active",
    "abuse",
    "!donator",
    "numhost",
    "badagent",
    "badsys",
    "dnserr",
    "911",
  ])("are answered with %s", (word) => expect(read(`${word}\n`, onlyV4)).toEqual([`a4 ${word}`]));

  it.each([
    ["prose that begins like a word", "Good morning, what can I do for you?"],
    ["prose with a word that is one", "the key is wrong: badauth good"],
    ["prose about abuse", "Abuse of this service is reported."],
    ["an address that is none", `nochg ${v4}.5`],
    ["success with an address that is none", `good ${v4}.5 (updated)`],
    ["success with a network", `good ${v4}/32`],
    ["a word within a sentence", "the credential is badauth"],
    ["another hostname's line", `x.example.no good ${v4}`],
    ["a longer word", `goodbye ${v4}`],
    ["nothing", ""],
    ["white space", " \r\n\t\n"],
    ["a comment alone", `# good ${v4}`],
    ["JSON", '{"meta":{"status":401}}'],
    ["a page of HTML", `<!DOCTYPE html>\n<html><body>\ngood ${v4}\n</body></html>`],
    ["a page of HTML without a doctype", `<html>\ngood ${v4}\n</html>`],
    ["a page that begins with its body", `<BODY class="x">\nbadauth\n`],
  ])("are not found in %s", (_what, body) => {
    const answer = mapAnswer(body, onlyV4);
    expect(answer).toEqual({ mapped: [], unmapped: [a], hasWords: false });
  });

  it("may carry a remark behind a failure", () => {
    expect(read("badauth - the key is unknown here", onlyV4)).toEqual(["a4 badauth"]);
    expect(read(`nohost ${a}`, onlyV4)).toEqual(["a4 nohost"]);
    expect(read("911 [maintenance until 12:00]", onlyV4)).toEqual(["a4 911"]);
    expect(read("abuse too many updates, good users are blocked", onlyV4)).toEqual(["a4 abuse"]);
    expect(read("!yours - of another account", onlyV4)).toEqual(["a4 !yours"]);
    expect(read(`nochg ${v4} IP already set`, onlyV4)).toEqual(["a4 nochg"]);
    expect(read("nochg already set", onlyV4)).toEqual(["a4 nochg"]);
    expect(read(`badagent ${Array(20).fill("word").join(" ")}`, onlyV4)).toEqual(["a4 badagent"]);
    expect(read(`badagent ${Array(21).fill("word").join(" ")}`, onlyV4)).toEqual(["a ?"]);
  });

  it("are not believed with another address", () => {
    expect(read("good 198.51.100.7", onlyV4)).toEqual(["a4 good but 198.51.100.7"]);
    expect(read(`good ${v4} 198.51.100.7`, onlyV4)).toEqual(["a4 good but 198.51.100.7"]);
    expect(read("good updated to 198.51.100.7.", onlyV4)).toEqual(["a4 good but 198.51.100.7"]);
    expect(read("good 198.51.100.7\ngood 198.51.100.7", onlyV4)).toEqual(["a4 good but 198.51.100.7"]);
  });

  it("are done with several lines of success that name the address that was sent", () => {
    expect(read(`good ${v4}\ngood ${v4}`, onlyV4)).toEqual(["a4 good"]);
    expect(read("good\ngood", onlyV4)).toEqual(["a4 good"]);
  });

  it("are left open with several lines that differ", () => {
    expect(read(`good ${v4}\ngood 198.51.100.7`, onlyV4)).toEqual(["a ?"]);
    expect(read(`good ${v4}\nnohost`, onlyV4)).toEqual(["a ?"]);
    expect(mapAnswer(`good ${v4}\nnohost`, onlyV4).hasWords).toBe(true);
  });
});

describe("both addresses of one hostname", () => {
  it.each([
    ["one line with IPv4", `good ${v4}`],
    ["one line with IPv6", `good ${v6}`],
    ["one line with IPv6 in another form", "good 2A03:94E0:0:0::0001"],
    ["both in one line", `good ${v4} ${v6}`],
    ["both with a comma", `good ${v4},${v6}`],
    ["both with a comma and a space", `good ${v6}, ${v4}`],
    ["the word alone", "good"],
    ["two lines", `good ${v4}\ngood ${v6}`],
    ["two lines, IPv6 first", `good ${v6}\ngood ${v4}`],
    ["two statements in one line", `good ${v4} good ${v6}`],
    ["two lines with the hostname in one", `${a} good ${v4}\ngood ${v6}`],
    ["two lines with the hostname", `${a} good ${v4}\n${a} good ${v6}`],
  ])("are read in %s", (_what, body) => {
    expect(read(body, dual)).toEqual(["a4 good", "a6 good"]);
  });

  it.each([
    [`good ${v4}\nnochg ${v6}`, ["a4 good", "a6 nochg"]],
    [`nochg ${v6}\ngood ${v4}`, ["a4 good", "a6 nochg"]],
    [`dnserr\ngood ${v4}`, ["a4 good", "a6 dnserr"]],
    [`good ${v6}\ndnserr`, ["a4 dnserr", "a6 good"]],
    [`good ${v4}\ndnserr`, ["a4 good", "a6 dnserr"]],
    [`dnserr\ngood ${v6}`, ["a4 dnserr", "a6 good"]],
    ["good\nnochg", ["a4 good", "a6 nochg"]],
    ["nohost\nnohost", ["a4 nohost", "a6 nohost"]],
  ])("are told apart in %j", (body, expected) => {
    expect(read(body, dual)).toEqual(expected);
  });

  it("are told apart by a line with one address beside a line with both", () => {
    expect(read(`nochg ${v6}\ngood ${v4} ${v6}`, dual)).toEqual(["a4 good", "a6 nochg"]);
    expect(read(`good ${v4} ${v6}\nnochg ${v4}`, dual)).toEqual(["a4 nochg", "a6 good"]);
  });

  it("are done with lines of success that name one address twice, or only what was sent", () => {
    expect(read(`good ${v4}\ngood ${v4}`, dual)).toEqual(["a4 good", "a6 good"]);
    expect(read(`good ${v4}\nnochg ${v4}`, dual)).toEqual(["a4 good", "a6 nochg"]);
    expect(read(`${a} good ${v6}\n${a} good ${v6}`, dual)).toEqual(["a4 good", "a6 good"]);
    expect(read(`good ${v4}\ngood ${v6}\ngood ${v6}`, dual)).toEqual(["a4 good", "a6 good"]);
  });

  it("are left open with lines of one family that differ", () => {
    expect(read(`good ${v4}\ngood 198.51.100.7`, dual)).toEqual(["a ?"]);
    expect(read(`nohost ${v4}\ngood ${v4}`, dual)).toEqual(["a ?"]);
    expect(read(`good ${v4}\ngood ${v6}\ndnserr`, dual)).toEqual(["a ?"]);
  });

  it("are read where only IPv6 changes and the answer speaks of either", () => {
    const onlyV6: AskedUpdate = { ...dual, change: ["ipv6"] };
    expect(read(`good ${v6}`, onlyV6)).toEqual(["a6 good"]);
    expect(read(`good ${v4}`, onlyV6)).toEqual(["a6 good"]);
    expect(read(`nochg ${v4}\ngood ${v6}`, onlyV6)).toEqual(["a6 good"]);
    expect(read(`good ${v4}\ndnserr`, onlyV6)).toEqual(["a6 dnserr"]);
  });
});

describe("several hostnames", () => {
  it("are mapped line by line", () => {
    expect(read(`good ${v4}\nnohost`, twoV4)).toEqual(["a4 good", "b4 nohost"]);
    expect(read(`nohost\r\n\r\nnochg ${v4}\r\n`, twoV4)).toEqual(["a4 nohost", "b4 nochg"]);
  });

  it("are mapped by name where every line has one", () => {
    expect(read(`${b} good ${v4}\n${a} nohost`, twoV4)).toEqual(["a4 nohost", "b4 good"]);
    expect(read(`${b} good ${v4}`, twoV4)).toEqual(["b4 good", "a ?"]);
    expect(read(`${b} good ${v4}\n${b} good ${v6}\n${a} good ${v4}\n${a} nochg ${v6}`, twoDual)).toEqual([
      "a4 good",
      "a6 nochg",
      "b4 good",
      "b6 good",
    ]);
  });

  it("are left open where a line's name stands in another's place", () => {
    expect(read(`${b} good ${v4}\ngood ${v4}`, twoV4)).toEqual(["a ?", "b ?"]);
    expect(read(`${a} good ${v4}\ngood ${v4}`, twoV4)).toEqual(["a4 good", "b4 good"]);
    expect(read(`good ${v4}\n${b} good ${v6}\ngood ${v4}\ngood ${v6}`, twoDual)).toEqual(["a ?", "b ?"]);
  });

  it("are read from one line with a statement for each", () => {
    expect(read(`${a} good ${v4} nohost ${b}`, twoV4)).toEqual(["a4 good", "b4 nohost"]);
    expect(read(`nohost, good ${v4}`, twoV4)).toEqual(["a4 nohost", "b4 good"]);
  });

  it("are not read from a line with two names", () => {
    expect(read(`${a} good ${v4} ${b}`, twoV4)).toEqual(["a ?", "b ?"]);
    expect(mapAnswer(`${a} good ${v4} ${b}`, twoV4).hasWords).toBe(false);
  });

  it.each(["badauth", "badagent", "badsys", "!donator", "911"])("get a single %s all together", (word) => {
    expect(read(word, twoV4)).toEqual([`a4 ${word}`, `b4 ${word}`]);
    expect(read(word, twoDual)).toEqual([`a4 ${word}`, `a6 ${word}`, `b4 ${word}`, `b6 ${word}`]);
  });

  it.each(["good", "nochg", "nohost", "notfqdn", "abuse", "numhost"])("are left open by a single %s", (word) => {
    expect(read(word, twoV4)).toEqual(["a ?", "b ?"]);
  });

  it("are left open by too many or too few lines", () => {
    expect(read(`good ${v4}\ngood ${v4}\ngood ${v4}`, twoV4)).toEqual(["a ?", "b ?"]);
    expect(read(`good ${v4}\ngood ${v4}`, { ...twoV4, hostnames: [a, b, "c.example.no"] })).toEqual([
      "a ?",
      "b ?",
      "c ?",
    ]);
    expect(read(`good ${v4}\ngood ${v4}\ngood ${v4}\ngood ${v4}`, twoV4)).toEqual(["a ?", "b ?"]);
  });

  it("are mapped with two lines each, side by side or in blocks", () => {
    expect(read(`good ${v4}\nnochg ${v6}\ngood ${v4}\ngood ${v6}`, twoDual)).toEqual([
      "a4 good",
      "a6 nochg",
      "b4 good",
      "b6 good",
    ]);
    expect(read(`good ${v4}\nnochg ${v4}\ngood ${v6}\ngood ${v6}`, twoDual)).toEqual([
      "a4 good",
      "a6 good",
      "b4 nochg",
      "b6 good",
    ]);
  });

  it("are done where all the lines are the same success, whoever they speak of", () => {
    expect(read(Array(4).fill(`good ${v4}`).join("\n"), twoDual)).toEqual(["a4 good", "a6 good", "b4 good", "b6 good"]);
  });

  it("are left open where both ways of pairing would do, or neither", () => {
    expect(read(`good ${v4}\nnochg ${v4}\nnochg ${v4}\ngood ${v4}`, twoDual)).toEqual(["a ?", "b ?"]);
    expect(read(`good ${v4}\nnohost\ngood ${v6}\nnohost`, twoDual)).toEqual(["a ?", "b ?"]);
    expect(read(`good ${v4}\nnohost\nnohost\ngood ${v6}`, twoDual)).toEqual(["a ?", "b ?"]);
    expect(read("nohost\nnohost\nnohost\nnohost", twoDual)).toEqual(["a ?", "b ?"]);
  });
});

describe("any body at all", () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      "good",
      "nochg",
      "badauth",
      "911",
      v4,
      v6,
      a,
      b,
      "\n",
      "\r\n",
      " ",
      ",",
      "#",
      "<html>",
      ":",
      "198.51.100.7",
    ),
    fc.string({ maxLength: 5 }),
  );

  it("is read without a fault, and no hostname gets more than one word per family", () => {
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 20 }),
        fc.constantFrom(onlyV4, dual, twoV4, twoDual),
        (parts, asked) => {
          const { mapped, unmapped } = mapAnswer(parts.join(""), asked);
          const said = mapped.map(({ hostname, family }) => `${hostname} ${family}`);
          expect(new Set(said).size).toBe(said.length);
          expect(said.length).toBe((asked.hostnames.length - unmapped.length) * asked.change.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("never makes another address than the one sent look published", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom("good", "nochg"), (address, word) => {
        const [said] = mapAnswer(`${word} ${address}`, onlyV4).mapped;
        expect(said?.contradicts).toBe(address === v4 ? null : address);
      }),
    );
  });
});
