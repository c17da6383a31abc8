import { type Answer, decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DnsQuestion, readDnsAnswer, writeDnsQuery } from "../../../src/detect/formats/dns-message.ts";

const question: DnsQuestion = { id: 0x1234, name: "who.example", type: "A", class: "IN" };

function reply(answers: Answer[], more: Partial<Parameters<typeof encode>[0]> = {}): Buffer {
  const questions = [{ name: "WHO.example", type: "A" as const, class: "IN" as const }];
  return encode({ type: "response", id: 0x1234, questions, answers, ...more });
}

const a = (data: string): Answer => ({ type: "A", name: "who.example", data });

describe("a DNS message", () => {
  it("asks with recursion for one name, type and class", () => {
    const packet = decode(Buffer.from(writeDnsQuery({ ...question, type: "TXT", class: "CH" })));
    expect(packet).toMatchObject({ id: 0x1234, type: "query", flag_rd: true });
    expect(packet.questions).toEqual([{ name: "who.example", type: "TXT", class: "CH" }]);
  });

  it("gives the addresses of an answer in its order, over a CNAME too", () => {
    const answers: Answer[] = [
      { type: "CNAME", name: "who.example", data: "x.example" },
      a("185.0.2.2"),
      a("185.0.2.1"),
    ];
    expect(readDnsAnswer(reply(answers), question)).toEqual({ kind: "texts", texts: ["185.0.2.2", "185.0.2.1"] });
  });

  it("joins the strings of a TXT record", () => {
    const questions = [{ name: "who.example", type: "TXT" as const, class: "CH" as const }];
    const answers: Answer[] = [{ type: "TXT", name: "who.example", class: "CH", data: ["185.0.", "2.1"] }];
    expect(readDnsAnswer(reply(answers, { questions }), { ...question, type: "TXT", class: "CH" })).toEqual({
      kind: "texts",
      texts: ["185.0.2.1"],
    });
  });

  it.each([
    [2, "the name server says SERVFAIL"],
    [3, "the name server says NXDOMAIN"],
    [5, "the name server says REFUSED"],
    [9, "the name server says error 9"],
  ])("with response code %i has no address", (flags, reason) => {
    expect(readDnsAnswer(reply([], { flags }), question)).toEqual({ kind: "none", reason });
  });

  it("without a record of the type has no address", () => {
    const answers: Answer[] = [{ type: "TXT", name: "who.example", data: "185.0.2.1" }];
    expect(readDnsAnswer(reply(answers), question)).toEqual({ kind: "none", reason: "no A record in the answer" });
  });

  it("that is cut off is to be asked again, damaged or not", () => {
    const cut = reply([a("185.0.2.1")], { flags: TRUNCATED_RESPONSE });
    expect(readDnsAnswer(cut, question)).toEqual({ kind: "truncated" });
    expect(readDnsAnswer(cut.subarray(0, -3), question)).toEqual({ kind: "truncated" });
  });

  it.each([
    ["another id", reply([a("185.0.2.1")], { id: 0x1235 }), "another id"],
    ["another name", reply([], { questions: [{ name: "other.example", type: "A" }] }), "another question"],
    ["another type", reply([], { questions: [{ name: "who.example", type: "AAAA" }] }), "another question"],
    ["another class", reply([], { questions: [{ name: "who.example", type: "A", class: "CH" }] }), "another question"],
    ["no question", reply([], { questions: [] }), "another question"],
    [
      "two questions",
      reply([], {
        questions: [
          { name: "who.example", type: "A" },
          { name: "x.example", type: "A" },
        ],
      }),
      "another question",
    ],
    [
      "cut off, to another question",
      reply([], { flags: TRUNCATED_RESPONSE, questions: [{ name: "x", type: "A" }] }),
      "another question",
    ],
    ["a query", Buffer.from(writeDnsQuery(question)), "no DNS answer"],
    ["half of it missing", reply([a("185.0.2.1")]).subarray(0, -3), "damaged"],
    ["nothing", Buffer.alloc(0), "no DNS answer"],
  ])("with %s is not meant for us", (_title, message, reason) => {
    expect(readDnsAnswer(message, question)).toEqual({ kind: "foreign", reason: expect.stringContaining(reason) });
  });

  it("is read without throwing, whatever is in it", () => {
    const good = reply([a("185.0.2.1")]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(good.length), (noise, at) => {
        readDnsAnswer(Buffer.concat([good.subarray(0, at), noise]), question);
        readDnsAnswer(Buffer.from(noise), question);
      }),
    );
  });
});
