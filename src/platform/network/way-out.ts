import { createSocket } from "node:dgram";
import type { Fallible } from "../../model/fallible.ts";
import type { Family } from "../../model/family.ts";

/** What the kernel says about a route to somewhere. */
export type WayOut =
  /** There is one; `address` is the own address that it sends from. */
  | { readonly kind: "found"; readonly address: string }
  /** It answers that there is none. */
  | { readonly kind: "unreachable" }
  /** There is one, and no own address to send from. */
  | { readonly kind: "addressless" }
  /** It could not be asked, or forbids it: that proves nothing. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Addresses of the Internet; nothing is ever sent to them. Two for each family, since a VPN routes the two halves of the
 * Internet one by one. No well-known ones: those may have routes of their own.
 */
export const farAway = { ipv4: ["192.0.9.9", "96.0.9.9"], ipv6: ["2a00::9:9", "2000::1"] } as const;

/** The kernel has no route, or doesn't speak the family at all. */
const unreachableCodes = ["ENETUNREACH", "EHOSTUNREACH", "EAFNOSUPPORT"];

/**
 * Which way the kernel takes to a destination, or to the Internet (null), by whatever table, rule and metric; `from`: for
 * what is sent from that own address. Connecting a UDP socket looks the route up and sends nothing; it needs no `ip` and no
 * `/proc`.
 */
export async function findWayOut(family: Family, destination: string | null, from?: string): Promise<WayOut> {
  let unsure: WayOut = { kind: "unreachable" };
  for (const address of destination === null ? farAway[family] : [destination]) {
    const way = await lookUpRoute(family, address, from);
    if (way.kind === "found") return way;
    if (way.kind !== "unreachable") unsure = way;
  }
  return unsure;
}

function lookUpRoute(family: Family, destination: string, from?: string): Promise<WayOut> {
  return new Promise((resolve) => {
    const socket = createSocket(family === "ipv4" ? "udp4" : "udp6");
    const finish = (way: WayOut) => {
      socket.close();
      resolve(way);
    };
    socket.once("error", (error: NodeJS.ErrnoException) => finish(judgeError(error)));
    // An event, not a callback: a callback would be called with the error instead of the error event.
    socket.once("connect", () => finish(readOwnAddress(socket, destination)));
    if (from === undefined) socket.connect(9, destination);
    else socket.bind({ address: from, exclusive: true }, () => socket.connect(9, destination));
  });
}

function judgeError({ code = "", message }: NodeJS.ErrnoException): WayOut {
  if (code === "EADDRNOTAVAIL") return { kind: "addressless" };
  return unreachableCodes.includes(code) ? { kind: "unreachable" } : { kind: "unknown", reason: message };
}

function readOwnAddress(socket: ReturnType<typeof createSocket>, destination: string): WayOut {
  const address = socket.address().address.split("%", 1)[0] ?? "";
  // Not every kernel tells it before something was sent.
  if (address === "0.0.0.0" || address === "::") return { kind: "unknown", reason: "the system names no own address" };
  // Linux falls back to loopback where no other IPv6 address is ready.
  return address === "::1" && destination !== address ? { kind: "addressless" } : { kind: "found", address };
}

/** The interface that what is sent between two addresses leaves through. */
export type Leaving =
  | { readonly kind: "found"; readonly interfaceName: string }
  | { readonly kind: "unreachable" }
  | { readonly kind: "unknown"; readonly reason: string };

/** Asks `ip route get`: a bound source address alone doesn't keep a packet to its interface, and no socket tells. */
export async function findLeaving(destination: string, from: string, signal: AbortSignal): Promise<Leaving> {
  const said = await runIp(["route", "get", destination, "from", from], signal);
  if (!said.ok) return said.answered ? { kind: "unreachable" } : { kind: "unknown", reason: said.reason };
  const interfaceName = /\bdev (\S+)/.exec(said.text)?.[1];
  return interfaceName === undefined ? { kind: "unreachable" } : { kind: "found", interfaceName };
}

/** Asks `ip route get` which own address is sent from through an interface; null if it doesn't tell. */
export async function findSender(family: Family, interfaceName: string, signal: AbortSignal): Promise<string | null> {
  const said = await runIp(["route", "get", farAway[family][0], "oif", interfaceName], signal);
  return said.ok ? (/\bsrc (\S+)/.exec(said.text)?.[1] ?? null) : null;
}

/** What `ip` said. `answered`: it ran, and the kernel refused. */
export type SaidByIp = Fallible<{ readonly text: string }, { readonly answered: boolean }>;

export async function runIp(args: readonly string[], signal: AbortSignal): Promise<SaidByIp> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    execFile("ip", ["-o", ...args], { signal, maxBuffer: 64 * 1024, killSignal: "SIGKILL" }, (error, text, said) => {
      if (error === null) return resolve({ ok: true, text });
      const missing = error.code === "ENOENT";
      const reason = missing ? "it needs the program `ip`, which is not installed" : said.trim() || error.message;
      resolve({ ok: false, answered: /unreachable/i.test(said), reason });
    });
  });
}
