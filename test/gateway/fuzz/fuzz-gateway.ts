import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { subdomainOf } from "../../../src/gateway/acme/subdomain.ts";
import type { GatewayClient } from "../../../src/gateway/client.ts";
import { hashPassword, readPasswordHash } from "../../../src/gateway/clients/password.ts";
import { serveGateway } from "../../../src/gateway/serve-gateway.ts";
import { systemClock } from "../../../src/platform/clock.ts";

export interface FuzzResult {
  readonly requests: number;
  /** Requests that told or set something for their own client. */
  readonly touched: number;
  /** By status; 0: the connection ended without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What must never be: a name of another's that was touched, a secret in an answer or in the log, a defect. */
  readonly faults: readonly string[];
}

const secretOf = (name: string) => `secret-of-${name}-Zx9`;
const allNames = ["cabin", "nas", "router", "web"];

function makeClients(): readonly GatewayClient[] {
  return allNames.map((name, index) => {
    const check = readPasswordHash(hashPassword(secretOf(name)));
    if (!check) throw new Error("a hash of our own can't be read");
    const plain = { kind: "plain", password: secretOf(name) } as const;
    const host = `${name}.example.no`;
    const rest = { hostnames: [host, `${name}-2.example.no`], acme: [host], query: index % 2 === 1 };
    return { name, password: index % 2 === 0 ? check : plain, ...rest, from: [], only: [], never: [] };
  });
}

/** A generator of numbers that gives the same ones for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Made {
  readonly bytes: string;
  /** Whose right password it carries, however else it is written. */
  readonly owners: ReadonlySet<string>;
}

const odd = [
  "",
  "%00",
  "%0d%0aX: y",
  "..%2f",
  "%",
  "%zz",
  "ÆØÅ",
  "a".repeat(300),
  "<domain>",
  "__proto__",
  "constructor",
  "*",
  "%20http://x/",
];

/** One request, mostly like a device's, with anything wrong with it. */
function makeRequest(random: () => number): Made {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item; // never empty
  const often = (share: number) => random() < share;
  const owners = new Set<string>();
  const secret = (name: string) => {
    if (often(0.3)) return pick(["wrong", "", secretOf(pick(allNames)).toUpperCase(), secretOf(name).slice(1), ...odd]);
    owners.add(name);
    return secretOf(name);
  };
  const name = () => (often(0.9) ? pick(allNames) : pick(["nobody", "__proto__", "constructor", "", ...odd]));
  const hostname = () =>
    often(0.85)
      ? `${pick(allNames)}${pick(["", "-2", "-3"])}.example.no`
      : pick(["foreign.example.no", "example.no", "YES", ...odd]);
  const address = () =>
    pick([
      "185.0.2.1",
      `185.0.${Math.floor(random() * 256)}.9`,
      "2a01:4f8::1",
      "10.0.0.1",
      "",
      "2a01:4f8:1:2::/64",
      "999.1.1.1",
      ...odd,
    ]);
  const basicOf = (user: string) => Buffer.from(`${user}:${secret(user)}`).toString("base64");
  const headers = ["Host: gateway"];
  if (often(0.7)) headers.push(`Authorization: ${pick(["Basic", "basic", "Basic ", "Bearer"])} ${basicOf(name())}`);
  if (often(0.2))
    headers.push(`User-Agent: ${pick(["inadyn/2.12", "OPNsense-dyndns", "ddclient/3.10", ...odd.slice(3)])}`);
  if (often(0.1)) headers.push(`X-Forwarded-For: ${address().replaceAll(/[^\w.:,]/g, "")}`);
  const kind = random();
  if (kind < 0.75) {
    const path = pick([
      "/nic/update",
      "/update",
      "/v3/update",
      "//nic//update/",
      "/api/v0/dns/dyndns",
      often(0.3) ? "/nope" : "/nic/update",
      "/acme-dns/update",
    ]);
    const fields = [
      `${pick(["hostname", "domain", "host"])}=${Array.from({ length: 1 + Math.floor(random() * 3) }, hostname).join(",")}`,
    ];
    if (often(0.9)) fields.push(`${pick(["myip", "ip", "myipv6", "ip6lanprefix", "prefix"])}=${address()}`);
    if (often(0.3)) {
      const user = name();
      fields.push(`username=${user}`, `${pick(["password", "pass", "token"])}=${secret(user)}`);
    }
    if (often(0.1)) fields.push(`offline=${pick(["YES", "no"])}`);
    const target = `${path}?${fields.join("&")}`.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent);
    return {
      bytes: `${pick(["GET", "GET", "GET", "GET", "GET", "GET", "PUT", "PUT", "DELETE", "HEAD"])} ${target} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`,
      owners,
    };
  }
  const host = hostname();
  const value = pick(["v".repeat(43), `-${"w".repeat(42)}`, "v=spf1", "", "x".repeat(44)]);
  const user = name();
  const isAcmeDns = often(0.5);
  if (isAcmeDns) headers.push(`X-Api-User: ${user}`, `X-Api-Key: ${secret(user)}`);
  const bodies = isAcmeDns
    ? [
        { subdomain: subdomainOf(often(0.7) ? user : pick(allNames), host), txt: value },
        { subdomain: pick(odd), txt: value },
      ]
    : [
        { fqdn: `_acme-challenge.${host}.`, value },
        { domain: `*.${host}`, token: "t", keyAuth: "k" },
        { fqdn: host, value },
      ];
  const text = often(0.05) ? pick(["{", "[]", "null", ...odd]) : JSON.stringify(pick<unknown>(bodies));
  const path = isAcmeDns ? "/acme-dns/update" : pick(["/httpreq/present", "/httpreq/cleanup"]);
  const plain = headers.map((line) => line.replaceAll(/[^\x20-\x7e]/g, "?"));
  const length = `Content-Length: ${Buffer.byteLength(text)}`;
  return { bytes: `POST ${path} HTTP/1.1\r\n${plain.join("\r\n")}\r\n${length}\r\n\r\n${text}`, owners };
}

/** Sends so many requests, one after the other over each of a few connections; ends early when the time is over. */
export async function fuzzGateway({
  requests,
  seed,
  maxMs,
}: {
  readonly requests: number;
  readonly seed: number;
  readonly maxMs: number;
}): Promise<FuzzResult> {
  const clients = makeClients();
  const random = createRandom(seed);
  const faults: string[] = [];
  const statuses: Record<string, number> = {};
  const touched: { readonly client: string; readonly names: readonly string[] }[] = [];
  const secrets = allNames.flatMap((name) => [
    secretOf(name),
    Buffer.from(`${name}:${secretOf(name)}`).toString("base64"),
  ]);
  const search = (where: string, text: string) => {
    if (secrets.some((each) => text.includes(each))) faults.push(`a secret in ${where}: ${text.slice(0, 200)}`);
  };
  const log = (message: string, fields?: unknown) => search("the log", `${message} ${JSON.stringify(fields ?? null)}`);
  const ownerOf = (host: string) => clients.find(({ acme }) => acme.includes(host))?.name ?? "nobody";
  // What was told last, so that a repeated one is nothing new.
  const told = new Map<string, string>();
  const server = await serveGateway({
    ...{ host: "127.0.0.1", port: 0, tls: null, trustedProxies: [] },
    // An hour for each request, so that no limit hides what comes behind it.
    clock: { ...systemClock, steadyMs: () => done * 3_600_000 },
    log: { trace: log, debug: log, info: log, warn: log, error: log, fatal: log },
    onProblems: () => {},
    onDefect: (error) => faults.push(`a defect: ${error instanceof Error ? error.stack : String(error)}`),
    desk: {
      client: (name) => clients.find((each) => each.name === name) ?? null,
      standby: () => null,
      allowNonPublic: false,
      noteHeard: () => {},
      isPublished: ({ name }, what) => told.get(name) === JSON.stringify(what),
      async remember({ name, hostnames }, what) {
        told.set(name, JSON.stringify(what));
        touched.push({ client: name, names: hostnames });
        return true;
      },
      publish: async () => [],
    },
    challenges: {
      present: async (host) => void touched.push({ client: ownerOf(host), names: [host] }),
      cleanUp: async (host) => void touched.push({ client: ownerOf(host), names: [host] }),
      findHost: async (hosts, name) => hosts.find((host) => `_acme-challenge.${host}` === name) ?? null,
    },
  });
  const port = server.address()?.port ?? 0;
  const untilMs = performance.now() + maxMs;
  let [done, touches] = [0, 0];
  let socket: Socket | null = null;
  while (done < requests && performance.now() < untilMs) {
    const { bytes, owners } = makeRequest(random);
    if (!socket || socket.destroyed) socket = await open(port);
    const answer = await exchange(socket, bytes);
    search("an answer", answer);
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? "0";
    statuses[status] = (statuses[status] ?? 0) + 1;
    // 503 is the word "later" to some clients.
    if (status === "500") faults.push(`${status} to ${bytes.slice(0, 200)}`);
    for (const { client, names } of touched)
      if (!owners.has(client)) faults.push(`${names.join(", ")} touched by ${bytes.slice(0, 200)}`);
    touches += touched.splice(0).length;
    done++;
  }
  socket?.destroy();
  await server.close();
  return { requests: done, touched: touches, statuses, faults };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Until the answer is whole, or the connection ends. */
function exchange(socket: Socket, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const finish = () => {
      socket.off("data", collect);
      socket.off("close", finish);
      if (/\r\nConnection: close\r\n/i.test(text)) socket.destroy();
      resolve(text);
    };
    const collect = (chunk: string) => {
      text += chunk;
      const length = Number(/\r\nContent-Length: (\d+)\r\n/i.exec(text)?.[1] ?? 0);
      const end = text.indexOf("\r\n\r\n");
      const isHead = bytes.startsWith("HEAD ");
      if (end >= 0 && (isHead || Buffer.byteLength(text.slice(end + 4)) >= length)) finish();
    };
    socket.on("data", collect).once("close", finish);
    socket.write(bytes);
  });
}
