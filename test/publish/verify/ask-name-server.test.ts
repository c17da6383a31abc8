import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet, TRUNCATED_RESPONSE } from "dns-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askNameServer } from "../../../src/publish/verify/ask-name-server.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import { v4, v6 } from "../facts.ts";

const home = "home.example.no";
const signal = () => new AbortController().signal;

describe("asking a simulated name server", () => {
  let simulator: Simulator;
  const ask = (hostname: string, type: "A" | "AAAA" = "A") =>
    askNameServer({ name: "ns1", address: simulator.dns.host, port: simulator.dns.port }, { hostname, type }, signal());

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  it("gives the addresses of a name, of the type asked for", async () => {
    simulator.store.zones.set(home, "A", [v4, "185.0.2.2"]);
    simulator.store.zones.set(home, "AAAA", [v6]);
    expect(await ask("HOME.example.no")).toEqual({ kind: "addresses", addresses: [v4, "185.0.2.2"] });
    expect(await ask(home, "AAAA")).toEqual({ kind: "addresses", addresses: [v6] });
  });

  it("gives no address for a name without one, or that is not there", async () => {
    simulator.store.zones.set(home, "A", [v4]);
    expect(await ask(home, "AAAA")).toEqual({ kind: "addresses", addresses: [] });
    expect(await ask("nobody.example.no")).toEqual({ kind: "addresses", addresses: [] });
  });

  it("asks for the record of a wildcard itself", async () => {
    simulator.store.zones.set("*.example.no", "A", [v4]);
    expect(await ask("*.example.no")).toEqual({ kind: "addresses", addresses: [v4] });
  });

  it("asks over TCP when the answer is too long for UDP", async () => {
    const addresses = Array.from({ length: 100 }, (_, index) => `185.0.2.${index + 1}`);
    simulator.store.zones.set(home, "A", addresses);
    expect(await ask(home)).toEqual({ kind: "addresses", addresses });
  });

  it("tells a server that does not serve the zone", async () => {
    expect(await ask("home.example.com")).toEqual({ kind: "none", reason: "it answers with code 5", silent: false });
  });

  it("tells a server in trouble", async () => {
    simulator.faults.dns = "servfail";
    expect(await ask(home)).toEqual({ kind: "none", reason: "it answers with code 2", silent: false });
  });

  it("tells a server that is silent, after four seconds", async () => {
    simulator.faults.dns = "silence";
    const startedMs = performance.now();
    expect(await ask(home)).toEqual({ kind: "none", reason: "no answer within 4 s", silent: true });
    expect(performance.now() - startedMs).toBeGreaterThan(3900);
  });
});

describe("asking a name server that lies", () => {
  /** Answers each query with what is made of it, over UDP. */
  const withServer = async (answers: (query: Packet) => (Packet | Buffer)[], use: (port: number) => Promise<void>) => {
    const socket = createSocket("udp4");
    socket.on("message", (message, { port, address }) => {
      for (const answer of answers(decode(message))) {
        socket.send(Buffer.isBuffer(answer) ? answer : encode(answer), port, address);
      }
    });
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    try {
      await use(socket.address().port);
    } finally {
      socket.close();
    }
  };
  const reply = ({ id, questions }: Packet, change: Partial<Packet> = {}): Packet => ({
    type: "response",
    ...(id === undefined ? {} : { id }),
    flags: AUTHORITATIVE_ANSWER,
    questions: questions ?? [],
    answers: [{ type: "A", name: home, data: v4, ttl: 60 }],
    ...change,
  });
  const ask = (port: number) =>
    askNameServer({ name: "ns1", address: "127.0.0.1", port }, { hostname: home, type: "A" }, signal());

  it("passes over what is not an answer to the question", async () => {
    const answers = (query: Packet) => [
      Buffer.from("no"),
      encode(reply(query, { id: ((query.id ?? 0) + 1) & 0xffff, answers: [] })),
      encode(reply(query, { questions: [{ type: "A", name: "other.example.no" }], answers: [] })),
      encode(reply(query, { questions: [{ type: "AAAA", name: home }], answers: [] })),
      encode(reply(query, { questions: [], answers: [] })),
      encode({ ...query, type: "query" }),
      reply(query),
    ];
    await withServer(answers, async (port) => {
      expect(await ask(port)).toEqual({ kind: "addresses", addresses: [v4] });
    });
  });

  it("takes an answer that is cut off by two bytes for damage, not for no address", async () => {
    const answers = (query: Packet) => [encode(reply(query)).subarray(0, -2), reply(query)];
    await withServer(answers, async (port) => {
      expect(await ask(port)).toEqual({ kind: "addresses", addresses: [v4] });
    });
    await withServer(
      (query) => [encode(reply(query)).subarray(0, -2)],
      async (port) => {
        const reason = expect.stringContaining("nothing but a damaged DNS answer");
        expect(await ask(port)).toEqual({ kind: "none", reason, silent: true });
      },
    );
  });

  it("does not believe one that is not authoritative", async () => {
    await withServer(
      (query) => [reply(query, { flags: 0 })],
      async (port) => {
        const reason = "its answer is not authoritative for the zone";
        expect(await ask(port)).toEqual({ kind: "none", reason, silent: false });
      },
    );
  });

  it("takes no address of another name", async () => {
    await withServer(
      (query) => [reply(query, { answers: [{ type: "A", name: "other.example.no", data: v4 }] })],
      async (port) => expect(await ask(port)).toEqual({ kind: "addresses", addresses: [] }),
    );
  });

  it("tells one whose long answer can't be had", async () => {
    await withServer(
      (query) => [reply(query, { flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE, answers: [] })],
      async (port) => expect(await ask(port)).toMatchObject({ kind: "none", silent: true }),
    );
  });

  it("tells one that closes the connection without an answer", async () => {
    const server = createServer((socket) => socket.resume().end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // a listening TCP server has an address of that kind
    const udp = createSocket("udp4");
    udp.on("message", (message, from) => {
      const truncated = reply(decode(message), { flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE, answers: [] });
      udp.send(encode(truncated), from.port, from.address);
    });
    await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
    expect(await ask(port)).toEqual({ kind: "none", reason: "it closed the connection", silent: true });
    udp.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it("ends with its signal", async () => {
    await withServer(
      () => [],
      async (port) => {
        const server = { name: "ns1", address: "127.0.0.1", port };
        const question = { hostname: home, type: "A" as const };
        const answer = await askNameServer(server, question, AbortSignal.timeout(100));
        expect(answer).toMatchObject({ kind: "none", silent: true });
        expect(await askNameServer(server, question, AbortSignal.abort())).toMatchObject({ kind: "none" });
      },
    );
  });

  it("tells a server that nobody runs", async () => {
    let closed = 0;
    await withServer(
      () => [],
      async (port) => {
        closed = port;
      },
    );
    expect(await ask(closed)).toMatchObject({
      kind: "none",
      silent: true,
      reason: expect.stringContaining("ECONNREFUSED"),
    });
  });
});
