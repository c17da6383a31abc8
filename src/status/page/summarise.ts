import type { HostnameStatus, Status } from "../../model/status.ts";

/** The overall state. */
export type Situation =
  | "starting"
  | "accountHeld"
  | "allHeld"
  | "unheard"
  | "someHeld"
  | "waiting"
  | "lost"
  | "pending"
  | "other"
  | "following"
  | "nothing"
  | "well";

export interface Numbers {
  /** How many hostnames it is about. */
  readonly count: number;
  readonly total: number;
}

export interface Summary extends Numbers {
  readonly situation: Situation;
}

/** The overall state, the most urgent thing first: one sentence, and one piece of advice. */
export function summarise(status: Status): Summary {
  const { health, account, hostnames, leadership } = status;
  const total = countNames(hostnames);
  const say = (situation: Situation, count = total): Summary => ({ situation, count, total });
  if (leadership?.leading === false) return say("following");
  if (account.state === "held") return say("accountHeld");
  if (health === "starting") return say("starting");
  if (health === "ok") return say(hostnames.some(({ state }) => state === "ok") ? "well" : "nothing");
  const held = countNames(hostnames.filter(({ state }) => state === "held"));
  if (health === "failing") return say(held > 0 && held === total ? "allHeld" : "unheard");
  if (held > 0) return say("someHeld", held);
  const troubled: readonly [Situation, number][] = [
    ["waiting", countNames(hostnames.filter(({ state }) => state === "waiting"))],
    ["lost", countNames(hostnames.filter(({ state, published }) => state === "absent" && published !== null))],
    ["pending", countNames(hostnames.filter(({ state }) => state === "pending"))],
  ];
  const [situation, count] = troubled.find(([, names]) => names > 0) ?? ["other" as const, total];
  return say(situation, count);
}

/** Whether somebody should take a look. */
export function needsAttention({ state, published }: HostnameStatus): boolean {
  if (state === "absent") return published !== null;
  return state !== "ok" && state !== "refused";
}

function countNames(hostnames: readonly HostnameStatus[]): number {
  return new Set(hostnames.map(({ hostname }) => hostname)).size;
}
