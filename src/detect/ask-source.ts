import type { Clock } from "../platform/clock.ts";
import { withLimit } from "../platform/with-limit.ts";
import type { Question, RawAnswer, Source } from "./source.ts";

export interface TimedAnswer {
  readonly raw: RawAnswer;
  readonly durationMs: number;
  /** It was not asked: this is what it said before, which still holds. */
  readonly isKept?: boolean;
}

/** After the deadline, how long a source may still take to say what it saw; then its silence is the answer. */
const graceMs = 100;

/** Asks a source and gives it a deadline; one that ignores its signal or throws counts as no answer. */
export async function askSource(
  source: Source,
  question: Question,
  { clock, maxMs }: { readonly clock: Clock; readonly maxMs: number },
): Promise<TimedAnswer> {
  if (source.isInstant) return { raw: await source.ask(question).catch(describeSilence), durationMs: 0 };
  const startedMs = clock.steadyMs();
  const ask = async (signal: AbortSignal) => source.ask({ ...question, signal });
  const raw = await withLimit(clock, maxMs, question.signal, ask, graceMs).catch(describeSilence);
  return { raw, durationMs: Math.round(clock.steadyMs() - startedMs) };
}

function describeSilence(error: unknown): RawAnswer {
  return { kind: "none", reason: error instanceof Error ? error.message : "failed without a reason" };
}
