import { type IncomingHttpHeaders, request } from "node:http";
import { abortReason } from "../abort-reason.ts";
import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { readBody } from "../http/read-body.ts";
import { sendRequest } from "../http/send-request.ts";

export interface HttpExchange {
  readonly url: URL;
  /** The own address to ask from; null leaves that to the system. */
  readonly localAddress: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out: GET without a body, POST with one. */
  readonly method?: string;
  readonly body?: string | null;
  readonly signal: AbortSignal;
}

export interface UpnpReply {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const maxAnswerBytes = 64 * 1024;

/** One request to a device of the own network, by its address and over plain HTTP, as UPnP has it. Follows no redirect. */
export async function exchangeHttp(exchange: HttpExchange): Promise<Exchanged<UpnpReply>> {
  const { url, localAddress, headers = {}, body = null, signal } = exchange;
  const { method = body === null ? "GET" : "POST" } = exchange;
  try {
    const response = await sendRequest(request, url, {
      method,
      agent: false,
      ...(localAddress === null ? {} : { localAddress }),
      headers,
      body,
      signal,
    });
    const { text, cut } = await readBody(response, maxAnswerBytes);
    if (cut) return { ok: false, error: null, reason: `an answer larger than ${maxAnswerBytes / 1024} KiB` };
    return { ok: true, value: { status: response.statusCode ?? 0, headers: response.headers, text } };
  } catch (error) {
    if (signal.aborted) return { ok: false, error: null, reason: abortReason(signal) };
    const known = error instanceof Error ? error : new Error(String(error));
    return { ok: false, error: known, reason: known.message };
  }
}
