import type { Health, HostnameStatus } from "../model/status.ts";
import type { Look } from "./looks.ts";

/** What health is judged from. Moments are steady ms; nothing here depends on a DNS look-up. */
export interface HealthFacts {
  readonly nowMs: number;
  readonly startedMs: number;
  /** Whether a round has been finished since the start. */
  readonly roundDone: boolean;
  /** The longest time between two rounds by the schedule, ms. */
  readonly periodMs: number;
  readonly accountHold: string | null;
  readonly hostnames: readonly HostnameStatus[];
  readonly looks: readonly Look[];
  /** What else is wrong, one plain sentence each: state not writable, port taken … */
  readonly faults: readonly string[];
}

export interface Judgement {
  readonly health: Health;
  /** Why the health is not `ok`, one plain sentence each; empty when it is. */
  readonly problems: readonly string[];
}

const minutesMs = 60_000;
const startingMs = 5 * minutesMs;

/** Judges by what lasts: one missed look or a moment's disagreement changes nothing, so that health never flaps. */
export function judgeHealth(facts: HealthFacts): Judgement {
  if (!facts.roundDone) return judgeBeforeFirstRound(facts);
  const fatal = [...heldAccount(facts), ...allHeld(facts), ...nothingHeard(facts)];
  const bad = [...unsettledLooks(facts), ...troubledHostnames(facts), ...facts.faults];
  const problems = [...fatal, ...bad];
  if (fatal.length > 0) return { health: "failing", problems };
  return { health: problems.length > 0 ? "degraded" : "ok", problems };
}

/** How long a look counts as fresh: three schedule periods, at least 5 minutes. */
export function freshForMs(periodMs: number): number {
  return Math.max(3 * periodMs, 5 * minutesMs);
}

function judgeBeforeFirstRound({ nowMs, startedMs, faults }: HealthFacts): Judgement {
  const late = nowMs - startedMs >= startingMs;
  const said = late ? "The first round is not done 5 minutes after the start." : "The first round is not done yet.";
  return { health: late ? "failing" : "starting", problems: [said, ...faults] };
}

function heldAccount({ accountHold }: HealthFacts): string[] {
  return accountHold === null ? [] : [`The account is held: ${endWithStop(accountHold)}`];
}

/** A hostname counts as held when every family of it that exists here is. */
function allHeld({ hostnames }: HealthFacts): string[] {
  const present = hostnames.filter(({ state }) => state !== "absent");
  if (present.length === 0 || present.some(({ state }) => state !== "held")) return [];
  return ["Every hostname is held."];
}

function nothingHeard(facts: HealthFacts): string[] {
  if (facts.looks.length === 0 || facts.looks.some((look) => isFresh(look.heardMs, facts))) return [];
  return [`No source has answered for ${describeMinutes(freshForMs(facts.periodMs))}.`];
}

function unsettledLooks(facts: HealthFacts): string[] {
  return facts.looks
    .filter((look) => !isFresh(look.settledMs, facts))
    .map(({ uplink, family, reason }) => {
      const where = uplink === "default" ? "" : ` of uplink ${uplink}`;
      const since = describeMinutes(freshForMs(facts.periodMs));
      return `The ${nameOf(family)} address${where} has not been confirmed for ${since}${reason ? `: ${endWithStop(reason)}` : "."}`;
    });
}

function troubledHostnames({ hostnames }: HealthFacts): string[] {
  const troubled = hostnames.filter(({ state, published }) =>
    state === "absent" ? published !== null : state !== "ok",
  );
  return troubled.map((name) => {
    const what = `${name.hostname} (${nameOf(name.family)}) is ${wordFor(name)}`;
    return name.reason ? `${what}: ${endWithStop(name.reason)}` : `${what}.`;
  });
}

function wordFor({ state }: HostnameStatus): string {
  if (state === "absent") return "published, but there is no such address here any more";
  return state === "pending" ? "not published yet" : state;
}

/** The moment of a daemon's start stands in for a look that never was. */
function isFresh(momentMs: number | null, { nowMs, startedMs, periodMs }: HealthFacts): boolean {
  return nowMs - (momentMs ?? startedMs) < freshForMs(periodMs);
}

function nameOf(family: "ipv4" | "ipv6"): string {
  return family === "ipv4" ? "IPv4" : "IPv6";
}

function describeMinutes(ms: number): string {
  const minutes = Math.round(ms / minutesMs);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function endWithStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
