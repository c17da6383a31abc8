import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerQuery } from "../../../src/simulator/dns/answer-query.ts";
import { Zones } from "../../../src/simulator/store/zones.ts";

const zones = new Zones();
zones.add({
  name: "example.no",
  custId: "1",
  records: [
    { name: "home", type: "A", value: "192.0.2.1", ttl: 60 },
    { name: "loop", type: "CNAME", value: "pool.example.no" },
    { name: "pool", type: "CNAME", value: "loop.example.no" },
    { name: "out", type: "CNAME", value: "www.elsewhere.example" },
    { name: "dangling", type: "CNAME", value: "nobody.example.no" },
    { name: "sub", type: "NS", value: "ns.other.example" },
    { name: "naptr", type: "NAPTR", value: '10 20 "u" "E2U+sip" "!^.*$!sip:a@b.no!" .' },
    { name: "strange", type: "LOC", value: "60 N 10 E 0m" },
    ...Array.from({ length: 100 }, (_, index) => ({ name: "many", type: "A", value: `192.0.2.${index}` })),
  ],
});
zones.add({ name: "abroad.no", custId: "1", externalDns: true });

const edns = (udpPayloadSize: number, ednsVersion = 0): Answer => ({
  ...{ type: "OPT", name: ".", udpPayloadSize, ednsVersion },
  ...{ extendedRcode: 0, flags: 0, flag_do: false, options: [] },
});

function send(packet: Packet, transport: "udp" | "tcp" = "udp"): DecodedPacket & { rcode: string; bytes: number } {
  const answer = answerQuery(encode({ type: "query", id: 4711, ...packet }), zones, transport);
  if (!answer) throw new Error("There was no answer.");
  // dns-packet decodes the rcode too, which its types leave out.
  return { ...(decode(answer) as DecodedPacket & { rcode: string }), bytes: answer.length };
}

const question = (name: string, type: "A" | "AAAA" | "NAPTR" | "LOC" | "SOA" | "AXFR" | "NS" = "A") => [{ name, type }];

describe("an answer", () => {
  it("is authoritative, with the id, the question in its spelling, and the wish for recursion given back", () => {
    const answer = send({ questions: question("HoMe.Example.NO"), flags: RECURSION_DESIRED });
    expect(answer).toMatchObject({ id: 4711, flag_aa: true, flag_rd: true, flag_ra: false, rcode: "NOERROR" });
    expect(answer.questions).toMatchObject([{ name: "HoMe.Example.NO" }]);
    expect(answer.answers).toMatchObject([{ name: "HoMe.Example.NO", ttl: 60, data: "192.0.2.1" }]);
  });

  it.each([
    ["home.example.no", "AAAA", "NOERROR"],
    ["nobody.example.no", "A", "NXDOMAIN"],
  ] as const)("without records has the SOA: %s %s", (name, type, rcode) => {
    const answer = send({ questions: question(name, type) });
    expect(answer).toMatchObject({
      rcode,
      flag_aa: true,
      answers: [],
      authorities: [{ type: "SOA", name: "example.no" }],
    });
  });

  it("follows aliases inside the zone, and no loop for ever", () => {
    expect(send({ questions: question("loop.example.no") }).answers).toHaveLength(8);
    expect(send({ questions: question("out.example.no") }).answers).toMatchObject([{ data: "www.elsewhere.example" }]);
    expect(send({ questions: question("dangling.example.no") })).toMatchObject({
      rcode: "NOERROR",
      answers: [{ type: "CNAME" }],
      authorities: [{ type: "SOA" }],
    });
  });

  it("refers to the servers of a delegated part, without authority", () => {
    const answer = send({ questions: question("x.sub.example.no") });
    expect(answer).toMatchObject({
      flag_aa: false,
      answers: [],
      authorities: [{ type: "NS", data: "ns.other.example" }],
    });
  });

  it.each([
    ["a foreign zone", { questions: question("example.com") }],
    ["a zone served elsewhere", { questions: question("abroad.no") }],
    ["another class", { questions: [{ name: "version.bind", type: "TXT", class: "CH" }] }],
    ["a zone transfer", { questions: question("example.no", "AXFR") }],
  ] as const)("to %s is a refusal", (_what, packet) => {
    expect(send(packet as Packet)).toMatchObject({ rcode: "REFUSED", flag_aa: false });
  });

  it.each([
    ["no question", [], "FORMERR"],
    ["two questions", [...question("home.example.no"), ...question("home.example.no")], "FORMERR"],
  ] as const)("to %s is an error", (_what, questions, rcode) => {
    expect(send({ questions: [...questions] }).rcode).toBe(rcode);
  });

  it("to another operation is that it isn't there", () => {
    expect(send({ questions: question("home.example.no"), flags: 2 << 11 }).rcode).toBe("NOTIMP");
  });

  it("leaves out what it can't write, and writes NAPTR", () => {
    expect(send({ questions: question("strange.example.no", "LOC") })).toMatchObject({ rcode: "NOERROR", answers: [] });
    expect(send({ questions: question("naptr.example.no", "NAPTR") }).answers).toMatchObject([
      { data: { order: 10, preference: 20, services: "E2U+sip", replacement: "." } },
    ]);
  });
});

describe("the size of an answer", () => {
  it.each([
    [undefined, 512],
    [100, 512],
    [1232, 1232],
    [65_535, 1232],
  ])("over UDP keeps to what the client takes: %s", (offered, limit) => {
    const additionals = offered === undefined ? [] : [edns(offered)];
    const answer = send({ questions: question("many.example.no"), additionals });
    expect(answer).toMatchObject({ flag_tc: true, flag_aa: true, answers: [] });
    expect(answer.bytes).toBeLessThanOrEqual(limit);
  });

  it("over TCP is whatever it has to be", () => {
    expect(send({ questions: question("many.example.no") }, "tcp")).toMatchObject({ flag_tc: false });
    expect(send({ questions: question("many.example.no") }, "tcp").answers).toHaveLength(100);
  });

  it("is told by EDNS only to those who speak it, and only version 0", () => {
    expect(send({ questions: question("home.example.no") }).additionals).toEqual([]);
    const spoken = send({ questions: question("home.example.no"), additionals: [edns(1400)] });
    expect(spoken.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232 }]);
    const newer = send({ questions: question("home.example.no"), additionals: [edns(1400, 1)] });
    expect(newer.additionals).toMatchObject([{ extendedRcode: 1 }]);
    expect(newer.answers).toEqual([]);
  });
});

describe("garbage", () => {
  it("never throws, and is answered with its id or not at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const packet = Buffer.from(bytes);
        const answer = answerQuery(packet, zones, "udp");
        if (answer) expect(answer.readUInt16BE(0)).toBe(packet.readUInt16BE(0));
      }),
      { numRuns: 500 },
    );
  });

  it("made of a good question by a few wrong bytes does no harm either", () => {
    const good = encode({ type: "query", id: 1, questions: question("home.example.no"), additionals: [edns(1232)] });
    const places = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 });
    fc.assert(
      fc.property(places, (changes) => {
        const packet = Buffer.from(good);
        for (const [at, value] of changes) packet[at] = value;
        expect(() => answerQuery(packet, zones, "udp")).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it("that is an answer is not answered, lest two servers talk for ever", () => {
    const answer = encode({ type: "response", id: 1, questions: question("home.example.no") });
    expect(answerQuery(answer, zones, "udp")).toBeNull();
  });
});
