import type { Agent } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { AccountConfig } from "../../config/config.ts";
import type { Fallible } from "../../model/fallible.ts";
import type { Clock } from "../../platform/clock.ts";
import { codeOf } from "../../platform/error-code.ts";
import { firstLineOf } from "../../platform/error-message.ts";
import { type Requester, sendRequest } from "../../platform/http/send-request.ts";

/** The result of asking the API's server for nothing, without a credential. */
export type GreetedApi = Fallible<
  {
    readonly status: number;
    /** The server's clock minus ours, ms; null if the answer has no date. */
    readonly aheadMs: number | null;
    /** Who issued the certificate; null over plain http. */
    readonly issuer: string | null;
  },
  /** Of the system or of OpenSSL; empty if there is none. */
  { readonly code: string }
>;

/** Any answer will do: what counts is the way there, the certificate and the clock. */
export async function greetApi(
  { baseUrl, proxy }: Pick<AccountConfig, "baseUrl" | "proxy">,
  clock: Clock,
  signal: AbortSignal,
): Promise<GreetedApi> {
  const url = new URL(`${baseUrl}/`);
  try {
    const { request, agent } = await openWay(url, proxy);
    const askedMs = clock.wallMs();
    const response = await sendRequest(request, url, { signal, headers: {}, agent });
    const issuer = issuerOf(response.socket);
    response.destroy();
    const date = Date.parse(response.headers.date ?? "");
    const aheadMs = Number.isNaN(date) ? null : date - (askedMs + clock.wallMs()) / 2;
    return { ok: true, status: response.statusCode ?? 0, aheadMs, issuer };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, code: codeOf(error) ?? "", reason: firstLineOf(error) };
  }
}

async function openWay(url: URL, proxy: string | null): Promise<{ request: Requester; agent: Agent | false }> {
  if (url.protocol === "http:") return { request: (await import("node:http")).request, agent: false };
  const { request } = await import("node:https");
  if (proxy === null) return { request, agent: false };
  const { createTunnelAgent } = await import("../../platform/http/tunnel-agent.ts");
  return { request, agent: createTunnelAgent(proxy, { keepAlive: false }) };
}

function issuerOf(socket: Socket): string | null {
  if (!("getPeerCertificate" in socket)) return null;
  const { issuer } = (socket as TLSSocket).getPeerCertificate(); // only a TLS socket has that method
  const name = issuer?.O ?? issuer?.CN;
  return (Array.isArray(name) ? name[0] : name) ?? null;
}
