import type { Clock } from "../platform/clock.ts";
import type { Question, RawAnswer, Source } from "./source.ts";

export interface TimedAnswer {
  readonly raw: RawAnswer;
  readonly durationMs: number;
}

/** How long a source that was told to stop may take to say what it saw, before its silence is the answer. */
const graceMs = 100;

/** Asks a source and gives it a deadline; one that ignores its signal, or throws, is no answer like any other. */
export async function askSource(
  source: Source,
  question: Question,
  { clock, limitMs }: { readonly clock: Clock; readonly limitMs: number },
): Promise<TimedAnswer> {
  const startedMs = clock.steadyMs();
  const stop = new AbortController();
  const finished = new AbortController();
  // Not AbortSignal.any: on Node 20 it keeps every signal alive as long as the daemon's own.
  const passOn = () => stop.abort(question.signal.reason);
  if (question.signal.aborted) passOn();
  question.signal.addEventListener("abort", passOn, { once: true });
  void clock
    .sleep(limitMs, finished.signal)
    .then(() => stop.abort(new Error(`no answer within ${Math.round(limitMs / 1000)} s`)));
  const raw = await Promise.race([
    askSafely(source, { ...question, signal: stop.signal }),
    stopped(stop.signal, clock),
  ]);
  finished.abort();
  question.signal.removeEventListener("abort", passOn);
  return { raw, durationMs: Math.round(clock.steadyMs() - startedMs) };
}

async function askSafely(source: Source, question: Question): Promise<RawAnswer> {
  try {
    return await source.ask(question);
  } catch (error) {
    return { kind: "none", reason: error instanceof Error ? error.message : "failed without saying why" };
  }
}

/** Resolves a little after the signal was aborted, with why it was. */
function stopped(signal: AbortSignal, clock: Clock): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const give = () => {
      const reason = signal.reason instanceof Error ? signal.reason.message : "stopped";
      void clock.sleep(graceMs).then(() => resolve({ kind: "none", reason }));
    };
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}
