import type { Socket } from "node:dgram";
import { afterEach, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { type Network, systemNetwork } from "../../../src/platform/network/network.ts";
import { bindRouterPort } from "../peers/start-router-peer.ts";

const opened: Socket[] = [];

afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});

/** A router on loopback that answers each datagram with what `reply` makes of it. */
async function startRouter(reply: (message: Buffer) => Buffer | null) {
  const socket = await bindRouterPort();
  opened.push(socket);
  const received: Buffer[] = [];
  socket.on("message", (message, from) => {
    received.push(message);
    const answer = reply(message);
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  return { router: socket.address().address, received };
}

function ask(uri: string, network: Network = systemNetwork, interfaceName: string | null = null) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("too slow")), 10_000).unref();
  const question = { family: "ipv4", interfaceName, published: null, signal: stop.signal } as const;
  return createSources({ clock: systemClock, network })(uri).ask(question);
}

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("a NAT-PMP source", () => {
  it.each([
    ["the address", "0080 0000 00000001 b9000201", { kind: "address", address: "185.0.2.1" }],
    [
      "no connection",
      "0080 0003 00000001 00000000",
      { kind: "none", translated: true, reason: "the router has no public address (NAT-PMP result 3)" },
    ],
    ["no address yet", "0080 0000 00000001 00000000", { kind: "none", translated: true }],
    ["a refusal", "0080 0002 00000001", { kind: "none", reason: "the router is set to refuse NAT-PMP" }],
    ["another version", "0080 0001 00000001", { kind: "none", reason: "the router does not speak NAT-PMP, only PCP" }],
    ["PCP", "0280 0001 00000000", { kind: "none", reason: "the router does not speak NAT-PMP, only PCP" }],
    ["an unknown result", "0080 0009 00000001", { kind: "none", reason: "the router answers with NAT-PMP result 9" }],
    ["half an answer", "0080 0000 0000", { kind: "none", reason: "a NAT-PMP answer without an address" }],
    [
      "an answer to another question",
      "0081 0000 00000001 b9000201",
      { kind: "none", reason: expect.stringMatching(/^too slow: nothing but not a NAT-PMP answer \(\d+ datagrams\)$/) },
    ],
  ])("is told %s", async (_title, answer, expected) => {
    const { router, received } = await startRouter(() => hex(answer));
    expect(await ask(`natpmp://${router}`)).toMatchObject(expected);
    expect(received[0]).toEqual(hex("0000"));
  });

  it("asks again when the first datagram is lost", async () => {
    let lost = 0;
    const { router } = await startRouter(() => (lost++ === 0 ? null : hex("0080 0000 00000001 b9000201")));
    expect(await ask(`natpmp://${router}`)).toMatchObject({ address: "185.0.2.1" });
  });

  it("asks the router behind the way out, on an uplink the one behind the uplink's interface", async () => {
    const { router } = await startRouter(() => hex("0080 0000 00000001 b9000201"));
    const flags = {
      temporary: false,
      deprecated: false,
      tentative: false,
      permanent: false,
      flagsKnown: true,
      running: true,
    };
    const network: Network = {
      ...systemNetwork,
      wayOut: async (_family, to) => ({ kind: "found", address: to === null ? "10.0.0.2" : "127.0.0.1" }),
      addresses: async () => [{ interfaceName: "eth0", family: "ipv4", address: "10.0.0.2", ...flags }],
      gateway: async (interfaceName) => (interfaceName === "eth0" ? router : null),
    };
    expect(await ask("natpmp:", network)).toMatchObject({ address: "185.0.2.1" });
    // The link came up a moment ago.
    const early: Network = { ...network, addresses: async () => [], defaultInterfaces: async () => ["eth0"] };
    expect(await ask("natpmp:", early)).toMatchObject({ address: "185.0.2.1" });
    const without = await ask("natpmp:", network, "wwan0");
    expect(without).toEqual({ kind: "none", reason: "no IPv4 router found behind wwan0" });
  });

  it("is sure that there is no router only where the kernel has no route", async () => {
    const offline: Network = { ...systemNetwork, wayOut: async () => ({ kind: "unreachable" }) };
    const answer = { kind: "none", reason: "no IPv4 route to the Internet", absent: true };
    expect(await ask("natpmp:", offline)).toEqual(answer);
    const unsure: Network = { ...systemNetwork, wayOut: async () => ({ kind: "unknown", reason: "forbidden" }) };
    expect(await ask("natpmp:", unsure)).toEqual({ kind: "none", reason: "no IPv4 router found" });
  });
});

/** A MAP answer for a request: success unless told otherwise, with an external address. */
function answerMap(request: Buffer, result = 0): Buffer {
  const header = Buffer.concat([hex(`02 81 00 0${result}`), request.subarray(4, 8), Buffer.alloc(16)]);
  return Buffer.concat([header, request.subarray(24, 44), hex("00000000000000000000ffff b9000201")]);
}

describe("a PCP source", () => {
  it("maps the port it asks from and takes the mapping back", async () => {
    const { router, received } = await startRouter((request) => answerMap(request));
    expect(await ask(`pcp://${router}`)).toMatchObject({ kind: "address", address: "185.0.2.1" });
    const [map, undo] = received;
    expect(map).toHaveLength(60);
    expect(map?.subarray(0, 24)).toEqual(hex("02010000 00000078 00000000000000000000ffff7f000001"));
    expect(map?.subarray(36, 40)).toEqual(hex("11000000"));
    expect(undo?.subarray(4, 8)).toEqual(Buffer.alloc(4));
    expect(undo?.subarray(24, 42)).toEqual(map?.subarray(24, 42));
  });

  it.each([
    [2, { kind: "none", reason: "the router is set to refuse PCP" }],
    [7, { kind: "none", translated: true, reason: "the router has no public address (PCP result 7)" }],
    [8, { kind: "none", translated: true, reason: "the router has no public address (PCP result 8)" }],
    [9, { kind: "none", reason: expect.stringContaining("PCP result 9") }],
  ])("understands result %i", async (result, expected) => {
    const { router, received } = await startRouter((request) => answerMap(request, result));
    expect(await ask(`pcp://${router}`)).toMatchObject(expected);
    expect(received).toHaveLength(1);
  });

  it("understands a router that knows only NAT-PMP, and one that says only that it failed", async () => {
    const old = await startRouter(() => hex("0081 0001 00000001"));
    expect(await ask(`pcp://${old.router}`)).toMatchObject({
      reason: "the router does not speak PCP, only NAT-PMP",
    });
    const short = await startRouter(() => Buffer.concat([hex("02810002"), Buffer.alloc(20)]));
    expect(await ask(`pcp://${short.router}`)).toMatchObject({ reason: "the router is set to refuse PCP" });
  });

  it("passes over an answer with another nonce", async () => {
    const { router } = await startRouter((request) => {
      const forged = answerMap(request);
      forged.writeUInt8(forged.readUInt8(30) ^ 1, 30);
      return forged;
    });
    expect(await ask(`pcp://${router}`)).toMatchObject({
      reason: expect.stringContaining("an answer to another PCP request"),
    });
  });
});
