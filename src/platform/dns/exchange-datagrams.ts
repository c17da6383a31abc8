import { createSocket, type Socket } from "node:dgram";
import type { Fallible } from "../../model/fallible.ts";
import type { Family } from "../../model/family.ts";
import { abortReason } from "../abort-reason.ts";
import type { Clock } from "../clock.ts";

/** Where to send a question, and from which own address; null leaves that to the system. */
export interface Path {
  readonly address: string;
  readonly localAddress: string | null;
}

export interface DatagramExchange<T> {
  readonly path: Path;
  readonly port: number;
  readonly family: Family;
  /** What to send, or how to write it once the socket has an own address and port. */
  readonly request: Uint8Array | ((local: { readonly address: string; readonly port: number }) => Uint8Array);
  /** The first wait before the request is sent again; each further one is twice as long. */
  readonly firstWaitMs: number;
  /** `foreign`: skipped, and why it is not an answer to this request. */
  readonly read: (message: Buffer) => { readonly value: T } | { readonly foreign: string };
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Exchanged<T> = Fallible<{ readonly value: T }, { readonly error: Error | null }>;

/** How many datagrams that are not an answer are read before the other side is given up. */
const maxForeign = 100;

/**
 * Sends a request until an answer comes or the signal is aborted. The socket is connected: the system drops what comes
 * from any other address or port, and reports a refusal.
 */
export async function exchangeDatagrams<T>(exchange: DatagramExchange<T>): Promise<Exchanged<T>> {
  const { signal } = exchange;
  const socket = createSocket(exchange.family === "ipv4" ? "udp4" : "udp6");
  const finished = new AbortController();
  let onAbort = () => {};
  try {
    return await new Promise<Exchanged<T>>((resolve) => {
      const foreign: string[] = [];
      onAbort = () => resolve({ ok: false, error: null, reason: explainSilence(foreign, abortReason(signal)) });
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      socket.on("error", (error) => resolve({ ok: false, error, reason: error.message }));
      socket.on("message", (message) => {
        const read = exchange.read(message);
        if ("value" in read) return resolve({ ok: true, value: read.value });
        foreign.push(read.foreign);
        if (foreign.length >= maxForeign)
          resolve({ ok: false, error: null, reason: explainSilence(foreign, "gave up") });
      });
      connect(socket, exchange, () => void sendRepeatedly(socket, exchange, finished.signal));
    });
  } finally {
    finished.abort();
    signal.removeEventListener("abort", onAbort);
    socket.close();
  }
}

function connect(socket: Socket, { path, port }: DatagramExchange<unknown>, then: () => void): void {
  // An event, not a callback: a callback would be called with the error instead of the error event.
  socket.once("connect", then);
  const connectNow = () => socket.connect(port, path.address);
  if (path.localAddress === null) connectNow();
  else socket.bind({ port: 0, address: path.localAddress, exclusive: true }, connectNow);
}

/** A send that fails is reported by the socket's error event; the next try may succeed. */
async function sendRepeatedly(
  socket: Socket,
  exchange: DatagramExchange<unknown>,
  finished: AbortSignal,
): Promise<void> {
  const { request } = exchange;
  const datagram = typeof request === "function" ? request(socket.address()) : request;
  for (let waitMs = exchange.firstWaitMs; !finished.aborted; waitMs *= 2) {
    socket.send(datagram);
    await exchange.clock.sleep(waitMs, finished);
  }
}

function explainSilence(foreign: readonly string[], why: string): string {
  if (foreign.length === 0) return why;
  return `${why}: nothing but ${foreign[0]}${foreign.length > 1 ? ` (${foreign.length} datagrams)` : ""}`;
}
