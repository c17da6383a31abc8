import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectSecurely } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../../network/make-certificate.ts";
import { type Daemon, makeClient, password, startGateway } from "../start-gateway.ts";
import { type Device, devices, type Told } from "./devices.ts";

const dir = mkdtempSync(join(tmpdir(), "replays-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const tls = { certFile: makeCertificate(dir, ["127.0.0.1", "::1"]), keyFile: join(dir, "key.pem") };

const hostname = "cabin.example.no";
const [ipv4, ipv6] = ["185.0.2.1", "2a01:4f8::1"];
const clients = [
  makeClient(),
  // Synology's and QNAP's, whose credential stands in the URL.
  makeClient({ name: "nas", query: true }),
];

interface Place {
  readonly host: string;
  readonly isSecure: boolean;
}

async function openGateway({ host, isSecure }: Place, daemon: Daemon = {}) {
  return startGateway(clients, daemon, { host, tls: isSecure ? tls : null });
}

/** What comes back for these bytes: the whole of it, as the wire has it. */
function exchange({ host, isSecure }: Place, port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = () => socket.write(bytes);
    const socket: Socket = isSecure
      ? connectSecurely({ host, port, rejectUnauthorized: false }, send) // a certificate of this test's own
      : connect(port, host, send);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      // A device that asked for a lasting connection has its answer before the end of it.
      if (isWhole(text)) socket.end();
    });
    socket.once("close", () => resolve(text)).once("error", reject);
  });
}

const lengthOf = (text: string) => /\r\nContent-Length: (\d+)\r\n/.exec(text)?.[1];

function isWhole(text: string): boolean {
  const [, body] = text.split("\r\n\r\n");
  return body !== undefined && Buffer.byteLength(body) >= Number(lengthOf(text) ?? Number.POSITIVE_INFINITY);
}

async function replay(device: Device, place: Place, port: number, more: Partial<Told> = {}) {
  const { host } = place;
  const secret = more.secret ?? password;
  const basic = Buffer.from(`cabin:${secret}`).toString("base64");
  const server = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const told: Told = { hostname, address: ipv4, basic, server, secret, ...more };
  const said = await exchange(place, port, device.request(told));
  const [head = "", body = ""] = said.split("\r\n\r\n");
  const answer = { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]), body };
  return { ...answer, head, reaction: device.judge(answer, told) };
}

const here: Place = { host: "127.0.0.1", isSecure: false };
const places: readonly (readonly [string, Place])[] = [
  ["http", here],
  ["https", { host: "127.0.0.1", isSecure: true }],
  ["http and IPv6", { host: "::1", isSecure: false }],
  ["https and IPv6", { host: "::1", isSecure: true }],
];

describe.each(Object.entries(devices))("%s", (_, device) => {
  it.each(places)("has its address published over %s, and repeats itself for nothing", async (_way, place) => {
    const { port, told } = await openGateway(place);
    for (const address of device.hasIpv6 ? [ipv4, ipv6] : [ipv4]) {
      const first = await replay(device, place, port, { address });
      expect(first).toMatchObject({ status: 200, reaction: "done" });
      expect(first.body).toMatch(/^good \S+\n$/);
      expect(first.body).toContain(address);
      expect(lengthOf(`${first.head}\r\n\r\n`)).toBe(String(first.body.length));
      expect(first.head).not.toMatch(/transfer-encoding/i);
      const again = await replay(device, place, port, { address });
      expect([again.status, again.body, again.reaction]).toEqual([200, first.body.replace("good", "nochg"), "done"]);
    }
    expect(told).toHaveLength(device.hasIpv6 ? 2 : 1);
  });

  it("takes every other answer as its own rule has it", async () => {
    const { port, told, logged } = await openGateway(here);
    const foreign = await replay(device, here, port, { hostname: "foreign.example.no" });
    const privateOne = await replay(device, here, port, { address: "192.168.1.2" });
    const wrong = await replay(device, here, port, { secret: "wrong" });
    expect(told.filter((each) => each.ipv4 !== null)).toEqual([]);
    const unsafe = await openGateway(here, { isSafe: false, publish: async () => [] });
    const later = await replay(device, here, unsafe.port);
    const standby = await openGateway(here, { standby: "pod-2 leads" });
    const notNow = await replay(device, here, standby.port);
    expect([foreign.body, privateOne.body, wrong.body, later.body, notNow.body]).toEqual([
      ...["nohost\n", "badagent\n", "badauth\n", "911\n", "911\n"],
    ]);
    expect(wrong.head).toMatch(/\r\nWWW-Authenticate: Basic /);
    expect({
      nohost: foreign.reaction,
      badagent: privateOne.reaction,
      badauth: wrong.reaction,
      later: later.reaction,
    }).toEqual(device.expected);
    expect(notNow.reaction).toBe("again");
    expect(logged.join()).not.toContain(password);
  });
});

describe("an odd request", () => {
  const ask = async (text: string) => {
    const { port, told } = await openGateway(here);
    return { said: await exchange(here, port, text), told };
  };
  const basic = `Authorization: Basic ${Buffer.from(`cabin:${password}`).toString("base64")}`;

  it("of an old FRITZ!Box, which glues two URLs together, is not found and tells nothing", async () => {
    const glued = `/nic/update?hostname=${hostname}&myip=${ipv4}%20http:/192.168.1.2/nic/update?myipv6=${ipv6}`;
    for (const target of [glued, "/nic/update%20http:/192.168.1.2/nic/update"]) {
      const { said, told } = await ask(`GET ${target} HTTP/1.0\r\n${basic}\r\nConnection: close\r\n\r\n`);
      expect([said.slice(0, 12), told]).toEqual(["HTTP/1.1 404", []]);
    }
  });

  it("for two hostnames of OPNsense is answered line by line", async () => {
    const { port } = await startGateway([makeClient({ hostnames: [hostname, "nas.example.no"] })]);
    const query = `hostname=${hostname}%2Cnas.example.no&myip=${ipv4}&wildcard=NOCHG`;
    const said = await exchange(here, port, `GET /nic/update?${query} HTTP/1.1\r\nHost: x\r\n${basic}\r\n\r\n`);
    expect(said.endsWith(`\r\n\r\ngood ${ipv4}\ngood ${ipv4}\n`)).toBe(true);
  });

  it("with an offline wish of the old protocol is refused", async () => {
    const { said, told } = await ask(`GET /nic/update?hostname=${hostname}&offline=YES HTTP/1.0\r\n${basic}\r\n\r\n`);
    expect([said.endsWith("\r\n\r\n!donator\n"), told]).toEqual([true, []]);
  });
});
