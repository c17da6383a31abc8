import type { Notice } from "../../model/report.ts";
import type { State } from "../../model/state.ts";
import { minuteMs } from "../../model/time/units.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";
import { withLimit } from "../../platform/with-limit.ts";
import { createDriftLedger } from "../../publish/verify/drift-ledger.ts";
import { describeFinding, listPublished } from "../../publish/verify/judge-answers.ts";
import type { Verification } from "../../publish/verify/verify-names.ts";
import type { App } from "../build-app.ts";
import type { Memory } from "../memory.ts";
import type { Round } from "../round.ts";

/** Looks now and then whether what was published is still there, beside the rounds, since name servers may be slow. */
export interface DriftWatch {
  /** Begins a look when one is due; returns at once. */
  lookIfDue(app: DriftParts & Pick<App, "config">, memory: Pick<Memory, "state">): void;
  /** Takes over what the last look found, so that the next plan puts right what somebody changed; a notice for each. */
  applyFindings(memory: Pick<Memory, "state" | "takeFindings">): readonly Notice[];
  /** The round as it must be reported: a repair that the server finds needless has changed nothing. */
  judgeRound(round: Round): Round;
  /** What is wrong outside and stays so, one plain sentence each. */
  notes(): readonly string[];
}

type DriftParts = Pick<App, "clock" | "verify">;

export interface DriftWatchOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when a look found something that must be reported or put right. */
  readonly onFound: () => void;
}

const maxLookMs = minuteMs;

/** The first look is due at once: what was published before the start may have been changed meanwhile. */
export function createDriftWatch({ log, clock, signal, onFound }: DriftWatchOptions): DriftWatch {
  let dueMs: number | null = clock.steadyMs();
  let found: Verification | null = null;
  const ledger = createDriftLedger();

  const look = async (app: DriftParts, state: State, everyMs: number) => {
    const startedMs = clock.steadyMs();
    dueMs = null;
    try {
      found = await verifyPublished(app, state, signal);
      if (ledger.isNews(found)) onFound();
    } catch (error) {
      if (!signal.aborted) log.error("internal error: verifying failed; please report it", { error });
    }
    dueMs = startedMs + everyMs;
  };
  return {
    lookIfDue(app, memory) {
      const everyMs = app.config.verifyEveryMs;
      if (everyMs !== null && dueMs !== null && clock.steadyMs() >= dueMs) void look(app, memory.state(), everyMs);
    },
    applyFindings(memory) {
      if (found === null) return [];
      const taken = memory.takeFindings(ledger.enter(found, memory.state()));
      found = null;
      ledger.expectRepairs(taken);
      return taken.map((finding) => ({
        key: `drift ${finding.hostname} ${finding.family}`,
        kind: "trouble",
        text: describeFinding(finding),
      }));
    },
    judgeRound(round) {
      const refuted = new Set(ledger.refuteRepairs(round.lines).map(keyOf));
      return refuted.size === 0 ? round : withoutChange(round, refuted);
    },
    notes: ledger.notes,
  };
}

/** Where the server says that its address was there all along, it is what was there before. */
function withoutChange(round: Round, refuted: ReadonlySet<string>): Round {
  const correct = <Line extends NamedLine>(line: Line): Line =>
    refuted.has(keyOf(line)) ? { ...line, previous: line.address } : line;
  const { report, lines } = round;
  return { ...round, lines: lines.map(correct), report: { ...report, outcomes: report.outcomes.map(correct) } };
}

type NamedLine = Pick<Round["lines"][number], "hostname" | "family" | "address" | "previous">;

function keyOf({ hostname, family }: Pick<NamedLine, "hostname" | "family">): string {
  return `${hostname} ${family}`;
}

/** Ends within a minute. */
async function verifyPublished(app: DriftParts, state: State, outer: AbortSignal): Promise<Verification> {
  const names = listPublished(state, app.clock.steadyMs());
  if (names.length === 0) return { findings: [], foreignZones: [], ownZones: [] };
  return withLimit(app.clock, maxLookMs, outer, (signal) => app.verify(names, signal));
}
