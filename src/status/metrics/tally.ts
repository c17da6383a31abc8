import type { RoundReport } from "../../model/report.ts";

type Labels = Readonly<Record<string, string>>;

export interface Count {
  readonly labels: Labels;
  count: number;
}

/** How long one source took to answer. */
export interface Durations {
  readonly labels: Labels;
  /** How many took no longer than each bound, and finally all of them. */
  readonly counts: number[];
  sumSeconds: number;
}

/** What is counted while the process runs. */
export interface Tally {
  readonly rounds: { count: number; lastAtMs: number | null; lastSeconds: number | null };
  readonly updates: ReadonlyMap<string, Count>;
  readonly answers: ReadonlyMap<string, Count>;
  readonly requests: ReadonlyMap<string, Count>;
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
  const updates = new Map<string, Count>();
  const answers = new Map<string, Count>();
  const requests = new Map<string, Count>();
  const durations = new Map<string, Durations>();
  return {
    ...{ rounds, updates, answers, requests, durations },
    note(report) {
      rounds.count += 1;
      rounds.lastAtMs = Date.parse(report.startedAt) + report.durationMs;
      rounds.lastSeconds = report.durationMs / 1000;
      for (const { hostname, family, action, result } of report.outcomes) {
        if (action === "update" && result !== null) add(updates, { hostname, family, result });
      }
      for (const { source, kind, durationMs, kept = false } of report.answers) {
        if (kept) continue;
        add(answers, { source, result: kind });
        addDuration(durations, nameTimed(source), durationMs / 1000);
      }
      for (const { operation, status } of report.requests) add(requests, { operation, status });
    },
  };
}

/** What a client of the gateway told is read from memory: 13 series for each of thousands of them would say nothing. */
const nameTimed = (source: string) => (source.startsWith("push:") ? "push" : source);

function add(counts: Map<string, Count>, labels: Labels): void {
  const key = JSON.stringify(labels);
  const known = counts.get(key);
  if (known) known.count += 1;
  else if (counts.size < maxSeries) counts.set(key, { labels, count: 1 });
}

function addDuration(durations: Map<string, Durations>, source: string, seconds: number): void {
  const known = durations.get(source) ?? {
    labels: { source },
    counts: durationBounds.map(() => 0).concat(0),
    sumSeconds: 0,
  };
  durationBounds.forEach((bound, index) => {
    if (seconds <= bound) known.counts[index] = (known.counts[index] ?? 0) + 1;
  });
  known.counts[durationBounds.length] = (known.counts[durationBounds.length] ?? 0) + 1;
  known.sumSeconds += seconds;
  if (durations.size < maxSeries) durations.set(source, known);
}
