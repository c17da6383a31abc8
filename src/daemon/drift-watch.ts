import type { State } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/logger.ts";
import { withLimit } from "../platform/with-limit.ts";
import { describeFinding, listPublished } from "../publish/verify/judge-answers.ts";
import type { ForeignZone, Verification } from "../publish/verify/verify-names.ts";
import type { App } from "./build-app.ts";
import type { Memory } from "./memory.ts";

/** Looks now and then whether what was published is still there, beside the rounds, since name servers may be slow. */
export interface DriftWatch {
  /** Begins a look when one is due; returns at once. */
  lookIfDue(app: App, memory: Memory): void;
  /** Takes over what the last look found, so that the next plan puts right what somebody changed. */
  takeOver(memory: Memory): void;
}

export interface DriftWatchOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when a look found something else than was published. */
  readonly onDrift: () => void;
}

const limitMs = 60_000;

/** The first look is due at once: what was published before the start may have been changed meanwhile. */
export function createDriftWatch({ log, clock, signal, onDrift }: DriftWatchOptions): DriftWatch {
  let dueMs: number | null = clock.steadyMs();
  let found: Verification | null = null;
  const toldZones = new Set<string>();

  const look = async (app: App, state: State, everyMs: number) => {
    const startedMs = clock.steadyMs();
    dueMs = null;
    try {
      found = await verifyPublished(app, state, signal);
      if (found.findings.some(isDrift)) onDrift();
    } catch (error) {
      if (!signal.aborted) log.error("looking at the zone failed, which is a bug in this program", { error });
    }
    dueMs = startedMs + everyMs;
  };
  return {
    lookIfDue(app, memory) {
      const everyMs = app.config.verifyEveryMs;
      if (everyMs !== null && dueMs !== null && clock.steadyMs() >= dueMs) void look(app, memory.state(), everyMs);
    },
    takeOver(memory) {
      if (found === null) return;
      const { findings, foreignZones } = found;
      found = null;
      for (const finding of memory.takeFindings(findings)) log.warn(describeFinding(finding), { notice: "trouble" });
      for (const zone of foreignZones.filter(({ zoneName }) => !toldZones.has(zoneName))) {
        toldZones.add(zone.zoneName);
        log.warn(describeForeignZone(zone), { notice: "trouble" });
      }
    },
  };
}

function isDrift({ verdict }: Verification["findings"][number]): boolean {
  return verdict === "different" || verdict === "missing";
}

/** Ends within a minute. */
async function verifyPublished(app: App, state: State, outer: AbortSignal): Promise<Verification> {
  const names = listPublished(state, app.clock.steadyMs());
  if (names.length === 0) return { findings: [], foreignZones: [] };
  return withLimit(app.clock, limitMs, outer, (signal) => app.verify(names, signal));
}

function describeForeignZone({ zoneName, nameServers }: ForeignZone): string {
  return (
    `${zoneName} is served by ${nameServers.join(", ")}, not by Gigahost: what is published here is seen by nobody until ` +
    "its registrar is told ns1.gigahost.no, ns2.gigahost.no and ns3.gigahost.no"
  );
}
