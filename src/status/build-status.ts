import { type Family, familyLabel } from "../model/family.ts";
import type { Outcome } from "../model/report.ts";
import type { EngineSetting } from "../model/settings/engine.ts";
import type { State } from "../model/state.ts";
import {
  type ChannelStatus,
  type HostnameStatus,
  type LeadershipStatus,
  recordsTookOver,
  type Status,
} from "../model/status.ts";
import { isoTime } from "../model/time/iso-time.ts";
import type { WantedName } from "../model/wanted.ts";
import { type Judgement, judgeHealth } from "./health.ts";
import { type HostnameInput, hostnameStatus, takeAgain } from "./hostname-status.ts";
import { type HeardClients, listAddresses } from "./list-addresses.ts";
import type { LookStatus } from "./looks.ts";

/** Everything the status is made from. Moments ending in `SteadyMs` are steady, in `WallMs` wall time. */
export interface StatusInput {
  readonly version: string;
  readonly now: { readonly steadyMs: number; readonly wallMs: number };
  /** Null: no daemon is running. */
  readonly started: { readonly steadyMs: number; readonly wallMs: number } | null;
  readonly engine: EngineSetting;
  /** The configuration that the daemon uses; not set if none is running. */
  readonly configuration?: { readonly file: string | null; readonly readAtMs: number };
  readonly names: readonly WantedName[];
  /** The lines of an earlier status: those that say the same are taken again, which spares making thousands again. */
  readonly before?: readonly HostnameStatus[];
  readonly state: State;
  /** The result of the last round; empty before the first. */
  readonly outcomes: readonly Outcome[];
  /** From `noteLooks`, kept by the daemon; empty before the first round. */
  readonly looks: readonly LookStatus[];
  /** When a client of the gateway last sent its address of a family, wall ms, by its name; only since the last start. */
  readonly heard?: HeardClients;
  readonly lastRoundWallMs: number | null;
  readonly nextRoundWallMs: number | null;
  /** The longest time between two rounds by the schedule, ms. */
  readonly periodMs: number;
  /** What else is wrong, one plain sentence each: state not writable, port taken … */
  readonly faults: readonly string[];
  /** What else is worth knowing; doesn't affect the health. */
  readonly notes: readonly string[];
  /** Where notices go. */
  readonly channels?: readonly ChannelStatus[];
  readonly leadership?: LeadershipStatus | null;
}

/** The status as `GET /api/status` shows it. */
export function buildStatus(input: StatusInput): Status {
  const hostnames: HostnameStatus[] = [];
  const untold = new Set<HostnameStatus>();
  for (const each of hostnameInputs(input)) {
    const line = takeAgain(input.before?.[hostnames.length], hostnameStatus(each));
    hostnames.push(line);
    if (isUntold(each)) untold.add(line);
  }
  const hold = input.state.account.hold;
  // A replica that follows publishes nothing, so it has no results to show.
  const { health, problems } = judge(
    input,
    input.leadership?.leading === false ? [] : hostnames.filter((line) => !untold.has(line)),
  );
  return {
    version: input.version,
    running: input.started !== null,
    startedAt: input.started && isoTime(input.started.wallMs),
    health,
    problems,
    notes: [...input.notes, ...input.looks.flatMap(lookNotes), ...engineNotes(input)],
    engine: input.engine,
    configuration: input.configuration
      ? { file: input.configuration.file, readAt: isoTime(input.configuration.readAtMs) }
      : null,
    account: {
      state: hold ? "held" : "ok",
      reason: hold?.reason ?? null,
      nextProbeAt: hold ? isoTime(input.now.wallMs + hold.nextProbeMs - input.now.steadyMs) : null,
    },
    addresses: listAddresses(input.names, input.state, input.heard),
    hostnames,
    channels: input.channels ?? [],
    leadership: input.leadership ?? null,
    lastRoundAt: input.lastRoundWallMs === null ? null : isoTime(input.lastRoundWallMs),
    nextRoundAt: input.nextRoundWallMs === null ? null : isoTime(input.nextRoundWallMs),
  };
}

/** An address that a client of the gateway has not sent yet is pending, and doesn't affect the health. */
function isUntold({ outcome, look }: HostnameInput): boolean {
  return outcome === null ? look?.verdict === "untold" : outcome.untold === true;
}

/** Without a daemon nothing is kept up to date, whatever is remembered. */
function judge({ started, ...input }: StatusInput, hostnames: Status["hostnames"]): Judgement {
  if (started === null) return { health: "failing", problems: input.faults };
  return judgeHealth({
    nowMs: input.now.steadyMs,
    startedMs: started.steadyMs,
    roundDone: input.lastRoundWallMs !== null,
    periodMs: input.periodMs,
    accountHold: input.state.account.hold?.reason ?? null,
    hostnames,
    looks: input.looks,
    faults: input.faults,
  });
}

/** A source that the others contradict, or an address that is shared: it is confirmed nevertheless. */
function lookNotes({ uplink, family, outvoted, translation }: LookStatus): string[] {
  const what = `the ${familyLabel(family)} address${uplink === "default" ? "" : ` of uplink ${uplink}`}`;
  const said = outvoted.map(({ source, address }) => `${source} says ${address}`).join("; ");
  return [
    ...(said === "" ? [] : [`About ${what}: outvoted: ${said}`]),
    ...(translation === null ? [] : [`About ${what}: ${translation}`]),
  ];
}

function engineNotes({ engine, state }: StatusInput): string[] {
  return engine === "auto" && state.account.dyndnsRefused ? [recordsTookOver] : [];
}

/** One at a time: of thousands, no more is held than what the status says. */
function* hostnameInputs(input: StatusInput): Generator<HostnameInput> {
  const outcomeOf = outcomesInTurn(input.outcomes);
  const looks: Readonly<Record<Family, Map<string, LookStatus>>> = { ipv4: new Map(), ipv6: new Map() };
  for (const look of input.looks) looks[look.family].set(look.uplink, look);
  for (const { hostname, families, suffix, uplink } of input.names) {
    for (const family of families) {
      yield {
        hostname,
        family,
        suffix,
        remembered: input.state.hostnames[hostname]?.[family] ?? null,
        account: input.state.account,
        outcome: outcomeOf(hostname, family),
        look: looks[family].get(uplink) ?? null,
        known: input.state.addresses[uplink]?.[family]?.address ?? null,
        nowSteadyMs: input.now.steadyMs,
        nowWallMs: input.now.wallMs,
      };
    }
  }
}

/** Finds outcomes fast when asked for in their own order, which is that of the configuration. */
function outcomesInTurn(outcomes: readonly Outcome[]): (hostname: string, family: Family) => Outcome | null {
  let next = 0;
  let all: Map<string, Outcome> | null = null;
  return (hostname, family) => {
    const outcome = outcomes[next];
    if (outcome?.hostname === hostname && outcome.family === family) {
      next++;
      return outcome;
    }
    all ??= new Map(outcomes.map((each) => [`${each.hostname} ${each.family}`, each]));
    return all.get(`${hostname} ${family}`) ?? null;
  };
}
