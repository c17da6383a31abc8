import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import { parseAddress } from "../../../src/model/address.ts";
import type { RememberedTold } from "../../../src/model/state.ts";
import { type Network, systemNetwork } from "../../../src/platform/network/network.ts";

/** What the other side of a source does when it is asked. */
export type Behaviour =
  | "answer"
  | "other-family"
  | "silence"
  | "garbage"
  | "oversize"
  | "drip"
  | "reset"
  | "forged"
  | "forged-then-answer";

export interface Peer {
  readonly uri: string;
  /** What its machine says of its network; the system's own where there is none. */
  readonly network?: Network;
  /** What a client of the gateway told. */
  readonly told?: (client: string) => RememberedTold | null;
  /** How often it was asked. */
  asked(): number;
  close(): Promise<void>;
}

export interface PeerSetup {
  readonly behaviour: Behaviour;
  readonly address: string;
}

const otherFamily = (address: string) => (address.includes(":") ? "185.0.2.9" : "2a02:fe0::9");

export async function startHttpPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const server = createHttpServer((request, response) => {
    asked++;
    if (behaviour === "reset") return void request.socket.resetAndDestroy();
    if (behaviour !== "silence") writeHttp(response, behaviour, address);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // A TCP server's address is an AddressInfo.
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function writeHttp(response: ServerResponse, behaviour: Behaviour, address: string): void {
  switch (behaviour) {
    case "other-family":
      return void response.end(otherFamily(address));
    case "forged":
      return void response.end(`<html><body>Log in from ${address}</body></html>`);
    case "garbage":
      return void response.end(Buffer.from([0, 255, 128, 27, 91, 50, 74, 10, 7]));
    case "oversize":
      return void response.end(`${address}\n`.repeat(10_000));
    case "drip": {
      response.write(address.slice(0, 3));
      const timer = setInterval(() => response.write("0"), 50);
      return void response.on("close", () => clearInterval(timer));
    }
    default:
      return void response.end(`${address}\n`);
  }
}

/** A DNS server on UDP and TCP; answers TXT. `drip` truncates and drips over TCP. */
export async function startDnsPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const udp = createSocket("udp4");
  const tcp = createTcpServer((socket) => {
    socket.on("error", () => {});
    const timer = setInterval(() => socket.write("\0"), 50);
    socket.on("close", () => clearInterval(timer));
  });
  udp.on("message", (message, from) => {
    asked++;
    const query = decode(message);
    const reply = (id: number, text: string, flags = 0, name = query.questions?.[0]?.name ?? "") => {
      const [question] = query.questions ?? [];
      if (question === undefined) return;
      const answers = [{ type: "TXT" as const, name, class: question.class, data: text }];
      udp.send(
        encode({ type: "response", id, flags, questions: [{ ...question, name }], answers }),
        from.port,
        from.address,
      );
    };
    const id = query.id ?? 0;
    if (behaviour === "other-family") reply(id, otherFamily(address));
    if (behaviour === "garbage")
      udp.send(
        Buffer.concat([message.subarray(0, 2), Buffer.from("85800001ffff", "hex"), Buffer.alloc(40, 0xff)]),
        from.port,
        from.address,
      );
    if (behaviour === "oversize") udp.send(Buffer.alloc(60_000, 1), from.port, from.address);
    if (behaviour === "drip") reply(id, "", TRUNCATED_RESPONSE);
    if (behaviour.startsWith("forged")) {
      reply((id + 1) & 0xffff, "185.6.6.6");
      reply(id, "185.6.6.6", 0, "other.example");
    }
    if (behaviour === "answer" || behaviour === "forged-then-answer") reply(id, address);
  });
  const port = await listenOnBoth(udp, tcp);
  if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
  return {
    uri: `dns://127.0.0.1:${port}/whoami.example?type=TXT&class=CH`,
    asked: () => asked,
    close: async () => {
      tcp.close();
      if (behaviour !== "reset") udp.close();
    },
  };
}

/** On one port, which may be free for one of them only: then on another. Gives the port. */
async function listenOnBoth(udp: Socket, tcp: Server): Promise<number> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const { port } = tcp.address() as AddressInfo; // A TCP server's address is an AddressInfo.
    const isBound = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, "127.0.0.1", () => resolve(true));
    });
    if (isBound) return port;
    await new Promise((resolve) => tcp.close(resolve));
  }
  throw new Error("no port is free for UDP and TCP");
}

export async function startStunPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    asked++;
    const send = (answer: Buffer) => udp.send(answer, from.port, from.address);
    const id = message.subarray(4, 20);
    if (behaviour === "other-family") send(writeStunSuccess(id, otherFamily(address)));
    if (behaviour === "garbage") send(Buffer.concat([Buffer.from("01010008", "hex"), id, Buffer.alloc(8, 0xff)]));
    if (behaviour === "oversize") send(Buffer.alloc(60_000, 1));
    if (behaviour.startsWith("forged")) {
      const forged = Buffer.from(id);
      forged.writeUInt8(forged.readUInt8(15) ^ 1, 15);
      send(writeStunSuccess(forged, "185.6.6.6"));
      send(message);
    }
    if (behaviour === "answer" || behaviour === "forged-then-answer") send(writeStunSuccess(id, address));
  });
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const { port } = udp.address();
  if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
  return {
    uri: `stun://127.0.0.1:${port}`,
    asked: () => asked,
    close: async () => void (behaviour === "reset" || udp.close()),
  };
}

/** A Binding success response with XOR-MAPPED-ADDRESS; `id` is the cookie and the transaction id. */
export function writeStunSuccess(id: Buffer, address: string): Buffer {
  const parsed = parseAddress(address);
  if (parsed === null) throw new Error(`no address: ${address}`);
  const masked = parsed.bytes.map((byte, index) => byte ^ (id[index] ?? 0));
  const value = Buffer.from([0, parsed.family === "ipv4" ? 1 : 2, 0x12, 0x34, ...masked]);
  const attribute = Buffer.concat([Buffer.from([0x00, 0x20, 0, value.length]), value]);
  return Buffer.concat([Buffer.from([0x01, 0x01, 0, attribute.length]), id, attribute]);
}

/** The port of NAT-PMP and PCP, at an address of loopback that nobody else has. */
export async function bindRouterPort(): Promise<Socket> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const socket = createSocket("udp4");
    const [first, second, third] = randomBytes(3);
    const isBound = await new Promise<boolean>((resolve) => {
      socket.once("error", () => resolve(false));
      socket.bind(5351, `127.${first}.${second}.${((third ?? 0) % 250) + 2}`, () => resolve(true));
    });
    if (isBound) return socket;
    socket.close();
  }
  throw new Error("port 5351 is free at no address of loopback");
}

const startRouterPeer =
  (scheme: "natpmp" | "pcp", write: (request: Buffer, address: string) => Buffer) =>
  async ({ behaviour, address }: PeerSetup): Promise<Peer> => {
    let asked = 0;
    const udp = await bindRouterPort();
    const router = udp.address().address;
    udp.on("message", (message, from) => {
      asked++;
      const send = (answer: Buffer) => udp.send(answer, from.port, from.address);
      const genuine = write(message, address);
      const foreign = Buffer.from(genuine);
      foreign.writeUInt8(foreign.readUInt8(1) ^ 1, 1);
      if (behaviour === "garbage") send(Buffer.concat([genuine.subarray(0, 2), Buffer.alloc(58, 0xff)]));
      if (behaviour === "oversize") send(Buffer.alloc(60_000, 1));
      if (behaviour === "drip") send(genuine.subarray(0, 6));
      if (behaviour === "other-family") send(write(message, otherFamily(address)));
      if (behaviour.startsWith("forged")) send(foreign);
      if (behaviour === "answer" || behaviour === "forged-then-answer") send(genuine);
    });
    if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
    return {
      uri: `${scheme}://${router}`,
      asked: () => asked,
      close: async () => void (behaviour === "reset" || udp.close()),
    };
  };

/** RFC 6886 has no room for an IPv6 address: where one is wanted, there is none. */
export const startNatPmpPeer = startRouterPeer("natpmp", (_request, address) => {
  const parsed = parseAddress(address);
  const bytes = parsed?.family === "ipv4" ? parsed.bytes : [];
  return Buffer.from([0, 128, 0, 0, 0, 0, 0, 1, ...bytes]);
});

/** RFC 6887, section 11.1: the mapping that was asked for, with an external address. */
export const startPcpPeer = startRouterPeer("pcp", (request, address) => {
  const parsed = parseAddress(address);
  const bytes = parsed?.family === "ipv4" ? [...Array(10).fill(0), 255, 255, ...parsed.bytes] : parsed?.bytes;
  const header = Buffer.from([2, 129, 0, 0, 0, 0, 0, 120, 0, 0, 0, 1, ...Array(12).fill(0)]);
  return Buffer.concat([header, request.subarray(24, 44), Buffer.from(bytes ?? [])]);
});

const scripts: Readonly<Record<Behaviour, (address: string) => string>> = {
  answer: (address) => `echo ${address}`,
  "other-family": (address) => `echo ${otherFamily(address)}`,
  silence: () => "sleep 30 & sleep 30",
  garbage: () => "printf '\\000\\377\\200\\033[2J\\007'",
  oversize: (address) => `while :; do echo ${address}; done`,
  drip: (address) => `printf ${address.slice(0, 3)}; while sleep 0.05; do printf 0; done`,
  reset: () => "kill -9 $$",
  forged: () => "exit 3",
  "forged-then-answer": (address) => `echo ${address}`,
};

export async function startCommandPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "detect-command-"));
  const path = join(folder, "say it");
  writeFileSync(path, `#!/bin/sh\necho >> "${folder}/asked"\n${scripts[behaviour](address)}\n`);
  chmodSync(path, 0o755);
  return { uri: `command:'${path}'`, asked: () => 0, close: async () => rmSync(folder, { recursive: true }) };
}

const contents: Readonly<Partial<Record<Behaviour, (address: string) => string>>> = {
  answer: (address) => `${address}\n`,
  "forged-then-answer": (address) => `${address}\n`,
  "other-family": otherFamily,
  garbage: () => "\u0000\u001b[2J<>",
  oversize: (address) => `${address}\n`.repeat(10_000),
  reset: () => "",
};

/** A file; what a file can't do is an absent one. */
export async function startFilePeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "detect-file-"));
  const path = join(folder, "ip");
  const content = contents[behaviour];
  if (content !== undefined) writeFileSync(path, content(address));
  return { uri: `file:${path}`, asked: () => 0, close: async () => rmSync(folder, { recursive: true }) };
}

/** The addresses of a machine: what an interface has is the kernel's word, and changing it needs root. */
export async function startInterfacePeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const own = behaviour === "other-family" ? otherFamily(address) : address;
  const family = own.includes(":") ? "ipv6" : "ipv4";
  const flags = { temporary: false, deprecated: false, tentative: false, permanent: true };
  const entry = { interfaceName: "eth0", family, address: own, ...flags, flagsKnown: true, running: true } as const;
  const network: Network = {
    ...systemNetwork,
    addresses: async () => [entry],
    wayOut: async () => ({ kind: "found", address: own }),
  };
  return { uri: "interface:", network, asked: () => 0, close: async () => {} };
}

/** A client of the gateway that told one address. */
export async function startPushPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const at = "2026-01-01T00:00:00.000Z";
  const said = behaviour === "other-family" ? { ipv6: otherFamily(address), at } : { ipv4: address, at };
  const told = (client: string) => (client === "cabin" ? said : null);
  return { uri: "push:cabin", told, asked: () => 0, close: async () => {} };
}

/** The URI itself is the answer. */
export async function startStaticPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const uri = `static:${behaviour === "other-family" ? otherFamily(address) : address}`;
  return { uri, asked: () => 0, close: async () => {} };
}
