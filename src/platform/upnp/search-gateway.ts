import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { Fallible, Refused } from "../../model/fallible.ts";
import { abortReason } from "../abort-reason.ts";
import type { Clock } from "../clock.ts";
import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { withLimit } from "../with-limit.ts";
import { sameHost } from "./read-description.ts";

export interface GatewaySearch {
  /** The IPv4 address of the router; nobody else's answer counts. */
  readonly router: string;
  /** The own address to ask from; null leaves that to the system. */
  readonly localAddress: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Another port than SSDP's, for tests. */
  readonly port?: number;
}

const ssdpPort = 1900;
const ssdpGroup = "239.255.255.250";
/** Devices wait up to MX seconds, 1, before they answer. */
const repeatAfterMs = 1_000;
const maxSearchMs = 3_000;
const maxDatagrams = 200;
const maxDatagramBytes = 4_096;

const targets = [1, 2].map((version) => `urn:schemas-upnp-org:device:InternetGatewayDevice:${version}`);

/**
 * Looks for a router's UPnP description by SSDP (UPnP Device Architecture, section 1.3), and gives its address. Asked are
 * the group, as every device expects, and the router itself, where multicast does not get through. The answer must come
 * from the router and lead to it: anybody in the network may answer a search.
 */
export async function searchGateway(search: GatewaySearch): Promise<Exchanged<URL>> {
  const { clock, signal } = search;
  const socket = createSocket("udp4");
  const passedOver = new Set<string>();
  try {
    return await withLimit(clock, maxSearchMs, signal, (limit) => listen(socket, search, passedOver, limit));
  } finally {
    socket.close();
  }
}

function listen(
  socket: Socket,
  search: GatewaySearch,
  passedOver: Set<string>,
  signal: AbortSignal,
): Promise<Exchanged<URL>> {
  const finished = new AbortController();
  return new Promise<Exchanged<URL>>((resolve) => {
    const giveUp = () => resolve(fail(explainSilence(search, passedOver)));
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    let datagrams = 0;
    socket.on("error", (error) => resolve({ ok: false, error, reason: error.message }));
    socket.on("message", (message, from) => {
      const read = readSearchAnswer(message, from, search.router);
      if (read.ok) return resolve({ ok: true, value: read.url });
      passedOver.add(read.reason);
      if (++datagrams >= maxDatagrams) giveUp();
    });
    socket.bind({ port: 0, address: search.localAddress ?? undefined, exclusive: true }, () => {
      if (search.localAddress !== null) socket.setMulticastInterface(search.localAddress);
      socket.setMulticastTTL(2);
      void sendRepeatedly(socket, search, finished.signal);
    });
  }).finally(() => finished.abort());
}

async function sendRepeatedly(socket: Socket, search: GatewaySearch, finished: AbortSignal): Promise<void> {
  const { router, clock, port = ssdpPort } = search;
  while (!finished.aborted) {
    for (const address of [router, ssdpGroup]) {
      // One of the two ways may be closed: silence says so soon enough.
      for (const target of targets) socket.send(writeSearch(target), port, address, () => {});
    }
    await clock.sleep(repeatAfterMs, finished);
  }
}

function writeSearch(target: string): string {
  const lines = ["M-SEARCH * HTTP/1.1", `HOST: ${ssdpGroup}:${ssdpPort}`, 'MAN: "ssdp:discover"', "MX: 1"];
  return [...lines, `ST: ${target}`, "", ""].join("\r\n");
}

/** Where the description is, or why the datagram is skipped. */
export function readSearchAnswer(
  message: Buffer,
  from: Pick<RemoteInfo, "address">,
  router: string,
): Fallible<{ readonly url: URL }> {
  if (from.address !== router) return fail("an answer from another device");
  if (message.length > maxDatagramBytes) return fail("an answer that is too long");
  const [status = "", ...lines] = message.toString("latin1").split(/\r?\n/);
  if (!/^HTTP\/1\.[01] 200\b/.test(status)) return fail("something that is not an answer");
  const headers = new Map(lines.map(splitHeader));
  if (!targets.includes(headers.get("st") ?? "")) return fail("an answer to another search");
  const url = sameHost(headers.get("location") ?? "", new URL(`http://${router}/`));
  return url === null ? fail("an answer that leads to another device") : { ok: true, url };
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return colon === -1 ? ["", ""] : [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function explainSilence({ router, signal }: GatewaySearch, passedOver: ReadonlySet<string>): string {
  const heard = passedOver.size === 0 ? "" : `, only ${[...passedOver].join(", ")}`;
  return signal.aborted ? `${abortReason(signal)}${heard}` : `${router} does not answer to UPnP${heard}`;
}

function fail(reason: string): Refused<{ readonly error: null }> {
  return { ok: false, error: null, reason };
}
