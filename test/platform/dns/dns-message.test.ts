import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DnsQuestion, readDnsReply, writeDnsQuery } from "../../../src/platform/dns/dns-message.ts";

const question: DnsQuestion = { id: 0x1234, name: "who.example", type: "A", class: "IN", recursion: true };

function reply(answers: Answer[], more: Partial<Parameters<typeof encode>[0]> = {}): Buffer {
  const questions = [{ name: "WHO.example", type: "A" as const, class: "IN" as const }];
  return encode({ type: "response", id: 0x1234, questions, answers, ...more });
}

const a = (data: string): Answer => ({ type: "A", name: "who.example", data });

describe("a DNS message", () => {
  it("asks for one name, type and class, with recursion or without", () => {
    const packet = decode(Buffer.from(writeDnsQuery({ ...question, type: "TXT", class: "CH" })));
    expect(packet).toMatchObject({ id: 0x1234, type: "query", flag_rd: true });
    expect(packet.questions).toEqual([{ name: "who.example", type: "TXT", class: "CH" }]);
    const direct = decode(Buffer.from(writeDnsQuery({ ...question, recursion: false })));
    expect(direct).toMatchObject({ flag_rd: false });
  });

  it("gives the addresses of an answer in its order, with their names, over a CNAME too", () => {
    const answers: Answer[] = [
      { type: "CNAME", name: "who.example", data: "x.example" },
      { type: "A", name: "x.example", data: "185.0.2.2" },
      a("185.0.2.1"),
    ];
    expect(readDnsReply(reply(answers), question)).toEqual({
      kind: "reply",
      responseCode: 0,
      authoritative: false,
      records: [
        { name: "x.example", text: "185.0.2.2" },
        { name: "who.example", text: "185.0.2.1" },
      ],
    });
  });

  it("gives IPv6 addresses in canonical form, and says who is authoritative", () => {
    const answers: Answer[] = [{ type: "AAAA", name: "who.example", data: "2A02:0::1" }];
    const questions = [{ name: "who.example", type: "AAAA" as const }];
    const message = reply(answers, { questions, flags: AUTHORITATIVE_ANSWER });
    expect(readDnsReply(message, { ...question, type: "AAAA" })).toMatchObject({
      authoritative: true,
      records: [{ text: "2a02::1" }],
    });
  });

  it("joins the strings of a TXT record", () => {
    const questions = [{ name: "who.example", type: "TXT" as const, class: "CH" as const }];
    const answers: Answer[] = [{ type: "TXT", name: "who.example", class: "CH", data: ["185.0.", "2.1"] }];
    expect(readDnsReply(reply(answers, { questions }), { ...question, type: "TXT", class: "CH" })).toMatchObject({
      records: [{ text: "185.0.2.1" }],
    });
  });

  it("reads compressed names, which only lead ahead", () => {
    const plain = reply([]);
    const record = (pointer: number) => Buffer.from([0xc0, pointer, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 185, 0, 2, 1]);
    const withRecord = (pointer: number) => {
      const message = Buffer.concat([plain, record(pointer)]);
      message.writeUInt16BE(1, 6);
      return readDnsReply(message, question);
    };
    expect(withRecord(12)).toMatchObject({ records: [{ name: "WHO.example", text: "185.0.2.1" }] });
    expect(withRecord(plain.length)).toMatchObject({ kind: "foreign", reason: "a damaged DNS answer" });
  });

  it.each([2, 3, 5, 9])("has the response code %i", (flags) => {
    expect(readDnsReply(reply([], { flags }), question)).toMatchObject({ responseCode: flags, records: [] });
  });

  it("has no record of another type than the one asked for", () => {
    const answers: Answer[] = [{ type: "TXT", name: "who.example", data: "185.0.2.1" }];
    expect(readDnsReply(reply(answers), question)).toMatchObject({ kind: "reply", records: [] });
  });

  it("that is cut off anywhere, or goes on behind its end, is damage, never fewer addresses", () => {
    const authority: Answer[] = [{ type: "NS", name: "example", data: "ns.example" }];
    const whole = reply([a("185.0.2.1"), a("185.0.2.2")], { authorities: authority });
    const questionEnd = 12 + "who.example".length + 2 + 4;
    for (let length = questionEnd; length < whole.length; length++) {
      expect(readDnsReply(whole.subarray(0, length), question)).toEqual({
        kind: "foreign",
        reason: "a damaged DNS answer",
      });
    }
    expect(readDnsReply(whole, question)).toMatchObject({ records: [{ text: "185.0.2.1" }, { text: "185.0.2.2" }] });
    expect(readDnsReply(Buffer.concat([whole, Buffer.from("x")]), question)).toMatchObject({ kind: "foreign" });
  });

  it("that is cut off is to be asked again, damaged or not", () => {
    const cut = reply([a("185.0.2.1")], { flags: TRUNCATED_RESPONSE });
    expect(readDnsReply(cut, question)).toEqual({ kind: "truncated" });
    expect(readDnsReply(cut.subarray(0, -3), question)).toEqual({ kind: "truncated" });
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
    expect(readDnsReply(message, question)).toEqual({ kind: "foreign", reason: expect.stringContaining(reason) });
  });

  it("is read without throwing, whatever is in it", () => {
    const good = reply([a("185.0.2.1")]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(good.length), (noise, at) => {
        readDnsReply(Buffer.concat([good.subarray(0, at), noise]), question);
        readDnsReply(Buffer.from(noise), question);
      }),
    );
  });
});
