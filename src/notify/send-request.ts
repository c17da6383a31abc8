import type { Clock } from "../platform/clock.ts";
import { readBody } from "../platform/http/read-body.ts";
import { sendRequest } from "../platform/http/send-request.ts";
import { isTimeUp, withLimit } from "../platform/with-limit.ts";

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
const maxRequestMs = 20_000;
/** Of an answer; of a longer one only the status counts. */
const maxBodyBytes = 16 * 1024;

/** With Node's own client, as everything that the daemon sends. */
export function createRequestSender(clock: Clock): SendRequest {
  return async (request, signal) => {
    try {
      return await withLimit(clock, maxRequestMs, signal, (limit) => exchange(request, limit));
    } catch (error) {
      if (signal.aborted) return { ok: false, reason: "interrupted" };
      return { ok: false, reason: isTimeUp(error) ? "no answer in time" : explainFailure(error) };
    }
  };
}

async function exchange({ url, ...request }: NoticeRequest, signal: AbortSignal): Promise<NoticeAnswer> {
  const client = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  const response = await sendRequest(client.request, new URL(url), { ...request, agent: false, signal });
  try {
    const { text } = await readBody(response, maxBodyBytes);
    const retryAfter = response.headers["retry-after"] ?? null;
    return { ok: true, status: response.statusCode ?? 0, retryAfter, body: text };
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
  HTTP_101: "it switches protocols, which nobody asked for",
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
