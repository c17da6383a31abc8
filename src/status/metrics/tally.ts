import type { RoundReport } from "../../model/report.ts";

/** How often each combination of labels came. There may be tens of thousands, each of them a text and a number. */
export class Counts<Label extends string> {
  readonly names: readonly Label[];
  readonly #counts = new Map<string, number>();

  constructor(...names: readonly Label[]) {
    this.names = names;
  }

  add(labels: Readonly<Record<Label, string>>): void {
    const key = this.names.map((name) => labels[name]).join(separator);
    const known = this.#counts.get(key);
    if (known !== undefined || this.#counts.size < maxSeries) this.#counts.set(key, (known ?? 0) + 1);
  }

  /** One after the other as they are read, with the values of the labels in the order of their names. */
  *samples(): Generator<{ readonly labels: readonly string[]; readonly value: number }> {
    for (const [key, value] of this.#counts) yield { labels: key.split(separator), value };
  }
}

/** In no hostname, source or word. */
const separator = "\0";

/** How long one source took to answer. */
export interface Durations {
  /** How many took no longer than each bound, and finally all of them. */
  readonly counts: number[];
  sumSeconds: number;
}

/** What is counted while the process runs. */
export interface Tally {
  readonly rounds: { count: number; lastAtMs: number | null; lastSeconds: number | null };
  readonly updates: Counts<"hostname" | "family" | "result">;
  readonly answers: Counts<"source" | "result">;
  readonly requests: Counts<"operation" | "status">;
  readonly durations: ReadonlyMap<string, Durations>;
  /** Adds a round. */
  note(report: RoundReport): void;
}

/** Seconds. A source has 5 s to answer. */
export const durationBounds: readonly number[] = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** For each metric, whatever a server invents: beyond it, new combinations are not counted. */
const maxSeries = 50_000;

export function createTally(): Tally {
  const rounds = { count: 0, lastAtMs: null as number | null, lastSeconds: null as number | null };
  const updates = new Counts("hostname", "family", "result");
  const answers = new Counts("source", "result");
  const requests = new Counts("operation", "status");
  const durations = new Map<string, Durations>();
  return {
    ...{ rounds, updates, answers, requests, durations },
    note(report) {
      rounds.count += 1;
      rounds.lastAtMs = Date.parse(report.startedAt) + report.durationMs;
      rounds.lastSeconds = report.durationMs / 1000;
      for (const { hostname, family, action, result } of report.outcomes) {
        if (action === "update" && result !== null) updates.add({ hostname, family, result });
      }
      for (const { source, kind, durationMs, kept = false } of report.answers) {
        if (kept) continue;
        answers.add({ source, result: kind });
        addDuration(durations, nameTimed(source), durationMs / 1000);
      }
      for (const { operation, status } of report.requests) requests.add({ operation, status });
    },
  };
}

/** What a client of the gateway told is read from memory: 13 series for each of thousands of them would say nothing. */
const nameTimed = (source: string) => (source.startsWith("push:") ? "push" : source);

function addDuration(durations: Map<string, Durations>, source: string, seconds: number): void {
  const known = durations.get(source) ?? { counts: durationBounds.map(() => 0).concat(0), sumSeconds: 0 };
  durationBounds.forEach((bound, index) => {
    if (seconds <= bound) known.counts[index] = (known.counts[index] ?? 0) + 1;
  });
  known.counts[durationBounds.length] = (known.counts[durationBounds.length] ?? 0) + 1;
  known.sumSeconds += seconds;
  if (durations.size < maxSeries) durations.set(source, known);
}
