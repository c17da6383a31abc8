import type { Agent } from "node:http";
import type { Fallible } from "../model/fallible.ts";
import type { Clock } from "../platform/clock.ts";
import { codeOf } from "../platform/error-code.ts";
import { firstLineOf } from "../platform/error-message.ts";
import { readBody } from "../platform/http/read-body.ts";
import { sendRequest } from "../platform/http/send-request.ts";
import { describeConnectionError } from "../platform/network/describe-connection-error.ts";
import { isTimeUp, withLimit } from "../platform/with-limit.ts";

/** A request to a notice service or a heartbeat. */
export interface NoticeRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What was answered, or in plain words why nothing was. */
export type NoticeAnswer = Fallible<{
  readonly status: number;
  /** `Retry-After` as sent. */
  readonly retryAfter: string | null;
  readonly body: string;
}>;

/** Sends one request: no redirect is followed, nothing is sent twice. Never rejects. */
export type SendRequest = (request: NoticeRequest, signal: AbortSignal) => Promise<NoticeAnswer>;

/** Until an answer is complete. */
const maxRequestMs = 20_000;
/** Of an answer; of a longer one only the status counts. */
const maxBodyBytes = 16 * 1024;

/** What a URL is requested through: an agent that makes tunnels, or false for a direct connection. */
export type ChooseAgent = (url: URL) => Promise<Agent | false>;

/** With Node's own client, as everything that the daemon sends. */
export function createRequestSender(clock: Clock, chooseAgent: ChooseAgent = async () => false): SendRequest {
  return async (request, signal) => {
    try {
      return await withLimit(clock, maxRequestMs, signal, (limit) => exchange(request, chooseAgent, limit));
    } catch (error) {
      if (signal.aborted) return { ok: false, reason: "interrupted" };
      return { ok: false, reason: isTimeUp(error) ? "no answer in time" : explainFailure(error) };
    }
  };
}

async function exchange(
  { url, ...request }: NoticeRequest,
  chooseAgent: ChooseAgent,
  signal: AbortSignal,
): Promise<NoticeAnswer> {
  const client = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  const agent = await chooseAgent(new URL(url));
  const response = await sendRequest(client.request, new URL(url), { ...request, agent, signal });
  try {
    const { text } = await readBody(response, maxBodyBytes);
    const retryAfter = response.headers["retry-after"] ?? null;
    return { ok: true, status: response.statusCode ?? 0, retryAfter, body: text };
  } finally {
    response.destroy();
  }
}

function explainFailure(error: unknown): string {
  const known = describeConnectionError(codeOf(error) ?? "", { host: null, family: null });
  return known ?? (firstLineOf(error) || "the connection failed");
}
