import type { DaemonView } from "../daemon-view.ts";
import { errorAnswer, type TextAnswer } from "../wire/answer.ts";
import { type ExpectedFields, readFields } from "../wire/request-body.ts";
import type { Visit } from "./route.ts";

const maxWaiting = 16;
const waiting = new WeakMap<DaemonView, number>();

/** Has the daemon do the round that the body asks for; the visitor waits as long as it takes, but not too many at once. */
export async function doRound(
  { request, parts }: Visit,
  expected: ExpectedFields,
  round: (view: DaemonView, fields: Readonly<Record<string, unknown>>) => Promise<TextAnswer>,
): Promise<TextAnswer> {
  const fields = await readFields(request, expected);
  if (!fields.ok) return errorAnswer(fields.status, fields.reason);
  const { view, status } = parts;
  const others = waiting.get(view) ?? 0;
  if (others >= maxWaiting) return errorAnswer(503, "Too many requests are waiting for a round.", { "Retry-After": 5 });
  waiting.set(view, others + 1);
  request.socket.setTimeout(0);
  try {
    const answer = await round(view, fields.values);
    return { ...answer, body: parts.mask(answer.body) };
  } finally {
    waiting.set(view, (waiting.get(view) ?? 1) - 1);
    status.forget();
  }
}
