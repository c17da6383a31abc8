import type { Channel, Delivery, ReadChannel } from "../channel.ts";
import type { NoticeMessage } from "../message.ts";
import type { NoticeAnswer, NoticeRequest } from "../send-request.ts";

export interface HttpChannelSpec {
  readonly label: string;
  /** One for each recipient; usually one. */
  readonly requests: (message: NoticeMessage) => readonly NoticeRequest[];
  /** What a good status hides: null if the answer is good. */
  readonly findFault?: (status: number, body: string) => string | null;
}

type Received = Extract<NoticeAnswer, { ok: true }>;

/** A channel that takes a message in one HTTP request for each recipient. */
export function httpChannel({ label, requests, findFault = () => null }: HttpChannelSpec): ReadChannel {
  const send: Channel["send"] = async (message, { request, signal }) => {
    let taken: Delivery = { kind: "taken", answer: "nothing to send" };
    for (const each of requests(message)) {
      const answer = await request(each, signal);
      taken = answer.ok ? judge(answer, findFault) : { kind: "failed", reason: answer.reason, retryAfterMs: null };
      if (taken.kind !== "taken") return taken;
    }
    return taken;
  };
  return { ok: true, channel: { label, send } };
}

function judge({ status, retryAfter, body }: Received, findFault: NonNullable<HttpChannelSpec["findFault"]>): Delivery {
  const said = firstWords(body);
  const reason = `HTTP ${status}${said === "" ? "" : `: ${said}`}`;
  if (status >= 200 && status < 300) {
    const fault = findFault(status, body);
    return fault === null ? { kind: "taken", answer: `HTTP ${status}` } : { kind: "refused", reason: fault };
  }
  if (status >= 300 && status < 400) {
    return { kind: "refused", reason: `HTTP ${status}: a redirect, which is not followed` };
  }
  if (status === 429 || status === 408 || status === 425 || status >= 500) {
    return { kind: "failed", reason, retryAfterMs: readWaitMs(retryAfter, body) };
  }
  return { kind: "refused", reason };
}

/** From `Retry-After` in seconds, or from the JSON of Telegram (`parameters.retry_after`) and Discord (`retry_after`). */
function readWaitMs(retryAfter: string | null, body: string): number | null {
  const said = [Number(retryAfter ?? Number.NaN), ...secondsIn(body)].filter((seconds) => seconds > 0);
  return said.length === 0 ? null : Math.ceil(Math.max(...said) * 1000);
}

function secondsIn(body: string): number[] {
  try {
    const { retry_after: direct, parameters } = JSON.parse(body) ?? {};
    return [Number(direct), Number(parameters?.retry_after)];
  } catch {
    return [];
  }
}

const maxSaidLength = 200;

/** What a service says of a failure, short enough for one line. */
function firstWords(body: string): string {
  const line = /<html|<!doctype/i.test(body) ? "" : body.replace(/\s+/g, " ").trim();
  return line.length <= maxSaidLength ? line : `${line.slice(0, maxSaidLength - 1)}…`;
}

export function postJson(url: string, value: unknown, headers: Readonly<Record<string, string>> = {}): NoticeRequest {
  const body = JSON.stringify(value);
  return { method: "POST", url, headers: { "content-type": "application/json", ...headers }, body };
}

export function postForm(url: string, fields: Readonly<Record<string, string>>): NoticeRequest {
  const body = new URLSearchParams(fields).toString();
  return { method: "POST", url, headers: { "content-type": "application/x-www-form-urlencoded" }, body };
}

export function fault(text: string): ReadChannel {
  return { ok: false, reason: text };
}

export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}
