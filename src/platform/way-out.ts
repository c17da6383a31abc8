import { createSocket } from "node:dgram";
import type { Family } from "../model/family.ts";

/** Addresses that any default route leads to; nothing is ever sent to them. */
const farAway: Readonly<Record<Family, string>> = { ipv4: "192.0.9.9", ipv6: "2000::1" };

/** Whether the system has a route for the family: connecting a UDP socket looks one up and sends nothing. */
export function hasRoute(family: Family): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(family === "ipv4" ? "udp4" : "udp6");
    const finish = (found: boolean) => {
      socket.close();
      resolve(found);
    };
    socket.once("error", () => finish(false));
    // An event, not a callback: a callback would be called with the error instead of the error event.
    socket.once("connect", () => finish(true));
    socket.connect(9, farAway[family]);
  });
}

/**
 * The interface a packet to an address leaves through when it is sent from another, by `ip route get`: a bound source
 * address alone doesn't keep a packet to its interface. Null where there is no such route, or no `ip`.
 */
export async function findWayOut(destination: string, from: string, signal: AbortSignal): Promise<string | null> {
  const { execFile } = await import("node:child_process");
  const args = ["-o", "route", "get", destination, "from", from];
  return new Promise((resolve) => {
    execFile("ip", args, { signal, maxBuffer: 64 * 1024, killSignal: "SIGKILL" }, (error, stdout) => {
      resolve(error === null ? (/\bdev (\S+)/.exec(stdout)?.[1] ?? null) : null);
    });
  });
}
