import { families } from "../../model/family.ts";
import type { Hold, RememberedName, State, Wait } from "../../model/state.ts";
import { hourMs } from "../../model/time/units.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedName } from "../remember/state-draft.ts";

/** Why nothing is sent for a hostname now, whatever it wants. */
export interface Obstacle {
  readonly action: "wait" | "held";
  readonly reason: string;
  /** Steady ms. */
  readonly nextAttemptMs: number | null;
  /** Whether it also shows on a family that has nothing to publish. */
  readonly concernsIdle: boolean;
}

export interface ObstacleInput {
  readonly state: State;
  readonly maxUpdatesPerHour: number;
  readonly force: boolean;
  readonly nowMs: number;
}

/** The first that applies: a hold, a wait, the limit per hour; null if the way is free. */
export function findObstacle(name: Pick<WantedName, "hostname">, input: ObstacleInput): Obstacle | null {
  const standing = findAccountObstacle(input) ?? findNameHold(name, input.state);
  if (standing) return standing;
  const known = knownFamilies(name, input.state);
  return findWait(known, input) ?? findLimit(known, input);
}

/** What blocks every hostname: the account's hold or wait. */
export function findAccountObstacle({
  state,
  force,
  nowMs,
}: Omit<ObstacleInput, "maxUpdatesPerHour">): Obstacle | null {
  const { hold, wait } = state.account;
  if (hold) return { ...held(hold), nextAttemptMs: hold.nextProbeMs, concernsIdle: false };
  return wait && isInForce(wait, { force, nowMs }) ? waiting(wait) : null;
}

/** The hold of the hostname, whichever of its families it happened to. */
export function findNameHold({ hostname }: Pick<WantedName, "hostname">, state: State): Obstacle | null {
  for (const family of families) {
    const hold = rememberedName(state, hostname, family)?.hold;
    if (hold) return { ...held(hold), nextAttemptMs: null, concernsIdle: true };
  }
  return null;
}

/** The wait of either family is the hostname's: both go to the same server. The latest end counts. */
function findWait(known: readonly RememberedName[], input: ObstacleInput): Obstacle | null {
  const waits = known.flatMap(({ wait }) => (wait && isInForce(wait, input) ? [wait] : []));
  const [last] = waits.sort((one, other) => other.untilMs - one.untilMs);
  return last ? waiting(last) : null;
}

/** `--force` skips a back-off of our own, never a time that the server named. */
function isInForce(wait: Wait, { force, nowMs }: Pick<ObstacleInput, "force" | "nowMs">): boolean {
  return wait.untilMs > nowMs && !(force && wait.kind === "backoff");
}

function findLimit(known: readonly RememberedName[], { maxUpdatesPerHour, nowMs }: ObstacleInput): Obstacle | null {
  const recentMs = recentUpdates(known, nowMs);
  const leavesMs = recentMs.at(-maxUpdatesPerHour);
  if (leavesMs === undefined) return null;
  const reason = `updated ${recentMs.length} times in the last hour (max_updates_per_hour: ${maxUpdatesPerHour})`;
  return { action: "wait", reason, nextAttemptMs: leavesMs + hourMs, concernsIdle: false };
}

/** The moments of the last hour's updates, in order; both families in one request are one update. */
function recentUpdates(known: readonly RememberedName[], nowMs: number): number[] {
  const moments = known.flatMap(({ recentUpdatesMs }) => recentUpdatesMs.filter((ms) => ms > nowMs - hourMs));
  return [...new Set(moments)].sort((one, other) => one - other);
}

function knownFamilies({ hostname }: Pick<WantedName, "hostname">, state: State): RememberedName[] {
  return families.flatMap((family) => rememberedName(state, hostname, family) ?? []);
}

function held({ reason }: Hold): Pick<Obstacle, "action" | "reason"> {
  return { action: "held", reason };
}

function waiting({ reason, untilMs }: Wait): Obstacle {
  return { action: "wait", reason, nextAttemptMs: untilMs, concernsIdle: false };
}
