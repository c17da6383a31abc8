import type { IncomingMessage } from "node:http";
import { parseAddress } from "../../model/address.ts";
import { findNetwork, type IpNetwork } from "../../model/addresses/ip-network.ts";

/** A request with its body read. */
export interface DeviceVisit {
  readonly method: string;
  /** Doubled slashes collapsed, without a final one. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
  /** The address it comes from, behind the proxies that are trusted. */
  readonly peer: string;
}

const maxBodyBytes = 16 * 1024;
const maxUrlLength = 8 * 1024;

/** Null for what is too large, or breaks off. */
export async function readVisit(request: IncomingMessage, trusted: readonly IpNetwork[]): Promise<DeviceVisit | null> {
  const target = request.url ?? "/";
  if (target.length > maxUrlLength || Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return null;
  const body = await readAll(request);
  if (body === null) return null;
  const { path, query } = splitTarget(target);
  return {
    method: request.method ?? "GET",
    path,
    query,
    body,
    headers: request.headers,
    peer: findPeer(request.socket.remoteAddress ?? "", request.headers["x-forwarded-for"], trusted),
  };
}

async function readAll(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      // Without an encoding set, chunks are buffers.
      bytes += chunk.length;
      if (bytes > maxBodyBytes) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** By hand: a target such as `//nic/update` has another meaning to a URL parser. The absolute form is served too (RFC 9112, 3.2.2). */
function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const relative = target.replace(/^https?:\/\/[^/?#]*/i, "");
  const [beforeHash = ""] = relative.split("#");
  // An old FRITZ!Box glues two URLs of its field together: half of it would be guessed, so all of it is one unknown path.
  const mark = /%20https?:\//i.test(beforeHash) ? -1 : beforeHash.indexOf("?");
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  const plain = path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
  return { path: plain === "" ? "/" : plain, query: new URLSearchParams(mark < 0 ? "" : beforeHash.slice(mark + 1)) };
}

/** Where a request comes from: the last address of the chain that no trusted proxy has. */
function findPeer(socket: string, forwarded: string | string[] | undefined, trusted: readonly IpNetwork[]): string {
  const chain = [...[forwarded ?? []].flat().join(",").split(","), socket].map(plainAddress).reverse();
  const isTrusted = (text: string) => {
    const address = parseAddress(text);
    return address !== null && findNetwork(trusted, address) !== undefined;
  };
  let peer = chain[0] ?? "";
  for (const next of chain.slice(1)) {
    if (!isTrusted(peer) || parseAddress(next) === null) break;
    peer = next;
  }
  return peer;
}

/** `::ffff:192.0.2.1` is the IPv4 address; a proxy may add a port, or brackets. */
function plainAddress(text: string): string {
  const word = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(word)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(word)?.[1];
  const bare = (bracketed ?? withPort ?? word).replace(/%[\w.-]+$/, "");
  return parseAddress(bare)?.text ?? bare;
}
