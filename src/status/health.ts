import { familyLabel } from "../model/family.ts";
import type { Health, HostnameStatus } from "../model/status.ts";
import { minuteMs } from "../model/time/units.ts";
import type { LookStatus } from "./looks.ts";

/** What the health is judged by. Moments are steady ms; nothing here depends on a DNS look-up. */
export interface HealthInput {
  readonly nowMs: number;
  readonly startedMs: number;
  /** Whether a round has finished since the start. */
  readonly roundDone: boolean;
  /** The longest time between two rounds by the schedule, ms. */
  readonly periodMs: number;
  readonly accountHold: string | null;
  readonly hostnames: readonly HostnameStatus[];
  readonly looks: readonly LookStatus[];
  /** What else is wrong, one plain sentence each: state not writable, port taken … */
  readonly faults: readonly string[];
}

export interface Judgement {
  readonly health: Health;
  /** Why the health is not `ok`, one plain sentence each; empty if it is. */
  readonly problems: readonly string[];
}

const startingMs = 5 * minuteMs;

/** Judges by what lasts: one missed look or a brief disagreement changes nothing, so that health never flaps. */
export function judgeHealth(input: HealthInput): Judgement {
  if (!input.roundDone) return judgeBeforeFirstRound(input);
  const fatal = [...heldAccount(input), ...allHeld(input), ...nothingHeard(input)];
  const open = unconfirmedSinceStart(input);
  const isYoung = input.nowMs - input.startedMs < startingMs;
  const late = isYoung ? [] : open;
  const bad = [...late, ...unsettledLooks(input), ...troubledHostnames(input), ...input.faults];
  // A problem that several parts share, such as an unwritable state directory, is reported once.
  const problems = [...new Set([...fatal, ...bad])];
  if (fatal.length > 0) return { health: "failing", problems };
  if (problems.length > 0) return { health: "degraded", problems };
  return open.length > 0 ? { health: "starting", problems: open } : { health: "ok", problems };
}

/** How long a look counts as fresh: three schedule periods, at least 5 minutes. */
export function freshForMs(periodMs: number): number {
  return Math.max(3 * periodMs, 5 * minuteMs);
}

function judgeBeforeFirstRound({ nowMs, startedMs, faults }: HealthInput): Judgement {
  const late = nowMs - startedMs >= startingMs;
  const said = late ? "The first round is not done 5 minutes after the start." : "The first round is not done yet.";
  return { health: late ? "failing" : "starting", problems: [...new Set([said, ...faults])] };
}

function heldAccount({ accountHold }: HealthInput): string[] {
  return accountHold === null ? [] : [`The account is on hold: ${endWithStop(accountHold)}`];
}

/** A hostname is held if all its families that exist here are. If the account is held, nothing else needs saying. */
function allHeld({ hostnames, accountHold }: HealthInput): string[] {
  const present = hostnames.filter(({ state }) => state !== "absent" && state !== "refused");
  if (accountHold !== null || present.length === 0 || present.some(({ state }) => state !== "held")) return [];
  return ["Every hostname is on hold."];
}

/**
 * What no look since the start has settled: what was published before may be out of date. An absent family is settled,
 * but not if no other is confirmed: that is a machine without a network.
 */
function unconfirmedSinceStart({ looks, hostnames }: HealthInput): string[] {
  const [first] = looks;
  const isOffline = looks.every(({ confirmedMs }) => confirmedMs === null);
  if (first && isOffline && hostnames.some(({ published }) => published !== null)) {
    const reasons = [...new Set(looks.flatMap(({ reason }) => reason ?? []))];
    return [`No address has been confirmed since the start: ${endWithStop(reasons.join("; ") || first.verdict)}`];
  }
  const open = looks.filter(({ settledMs }) => settledMs === null);
  return open.map((look) => `The ${nameOfLook(look)} has not been confirmed since the start${because(look)}`);
}

function nothingHeard(input: HealthInput): string[] {
  if (input.looks.length === 0 || input.looks.some((look) => isFresh(look.heardMs, input))) return [];
  return [`No source has answered for ${describeMinutes(freshForMs(input.periodMs))}.`];
}

/** Those that were settled once; for the others there is `unconfirmedSinceStart`. */
function unsettledLooks(input: HealthInput): string[] {
  const since = describeMinutes(freshForMs(input.periodMs));
  return input.looks
    .filter((look) => look.settledMs !== null && !isFresh(look.settledMs, input))
    .map((look) => `The ${nameOfLook(look)} has not been confirmed for ${since}${because(look)}`);
}

function nameOfLook({ uplink, family }: LookStatus): string {
  return `${familyLabel(family)} address${uplink === "default" ? "" : ` of uplink ${uplink}`}`;
}

function because({ reason }: Pick<LookStatus, "reason">): string {
  return reason === null ? "." : `: ${endWithStop(reason)}`;
}

/** What several hostnames have in common is reported once, with the first of them. */
function troubledHostnames({ hostnames, accountHold }: HealthInput): string[] {
  const groups = new Map<string, { readonly first: HostnameStatus; readonly names: string[] }>();
  for (const line of hostnames.filter(isTroubled)) {
    if (accountHold !== null && line.reason === accountHold) continue;
    const key = `${line.state} ${line.reason}`;
    const group = groups.get(key) ?? { first: line, names: [] };
    group.names.push(`${line.hostname} (${familyLabel(line.family)})`);
    groups.set(key, group);
  }
  return [...groups.values()].map(
    ({ first, names }) => `${listNames(names)} ${names.length > 1 ? "are" : "is"} ${wordFor(first)}${because(first)}`,
  );
}

function isTroubled({ state, published }: HostnameStatus): boolean {
  return state === "absent" ? published !== null : state !== "ok" && state !== "refused";
}

function listNames(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}

function wordFor({ state }: HostnameStatus): string {
  if (state === "absent") return "published, but no longer has such an address here";
  if (state === "held") return "on hold";
  return state === "pending" ? "not published yet" : state;
}

/** If there was no look yet, the daemon's start counts as one. */
function isFresh(momentMs: number | null, { nowMs, startedMs, periodMs }: HealthInput): boolean {
  return nowMs - (momentMs ?? startedMs) < freshForMs(periodMs);
}

function describeMinutes(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function endWithStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
