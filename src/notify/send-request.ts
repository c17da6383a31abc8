import type { IncomingMessage } from "node:http";
import type { Clock } from "../platform/clock.ts";

/** A request to a notice service or a heartbeat. */
export interface NoticeRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What was answered, or in plain words why nothing was. */
export type NoticeAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** `Retry-After` as sent. */
      readonly retryAfter: string | null;
      readonly body: string;
    }
  | { readonly ok: false; readonly reason: string };

/** Sends one request: no redirect is followed, nothing is sent twice. Never rejects. */
export type SendRequest = (request: NoticeRequest, signal: AbortSignal) => Promise<NoticeAnswer>;

/** Until an answer is complete. */
const limitMs = 20_000;
/** Of an answer; what is beyond is not read. */
const maxBodyBytes = 16 * 1024;

/** Node's own client: the daemon that tells something once a month should not hold undici in memory for it. */
export function createRequestSender(clock: Clock): SendRequest {
  return async (request, signal) => {
    const stop = new AbortController();
    const end = () => stop.abort();
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    void clock.sleep(limitMs, stop.signal).then(end);
    try {
      return await readAnswer(await open(request, stop.signal));
    } catch (error) {
      if (stop.signal.aborted) return { ok: false, reason: signal.aborted ? "interrupted" : "no answer in time" };
      return { ok: false, reason: explainFailure(error) };
    } finally {
      signal.removeEventListener("abort", end);
      end();
    }
  };
}

async function open({ method, url, headers, body }: NoticeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent: false,
      signal,
      maxHeaderSize: 16 * 1024,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
      headers: {
        "user-agent": `gigahost-ddns/${__VERSION__} (+${__HOMEPAGE__})`,
        ...headers,
        ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }),
      },
    };
    const sent = request(url, options, resolve);
    sent.on("error", reject);
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new Error("an answer that switches protocols"));
    });
    sent.end(body ?? undefined);
  });
}

async function readAnswer(response: IncomingMessage): Promise<NoticeAnswer> {
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      // Without an encoding set, chunks are buffers.
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBodyBytes) break;
    }
    const body = Buffer.concat(chunks).toString("utf8", 0, maxBodyBytes);
    return { ok: true, status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] ?? null, body };
  } finally {
    response.destroy();
  }
}

function explainFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException; // Node rejects with its own errors here
  const known = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  return known ?? (message.split("\n")[0] || "the connection failed");
}

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the host",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name can't be looked up now",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed; name the CA in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is of an unknown CA; name the CA in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is of an unknown CA; name the CA in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is of an unknown CA; name the CA in NODE_EXTRA_CA_CERTS",
};
