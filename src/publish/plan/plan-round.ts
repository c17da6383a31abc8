import type { Detection } from "../../model/detection.ts";
import type { Family } from "../../model/family.ts";
import type { Action, ChangeCause } from "../../model/report.ts";
import type { EngineName, EngineSetting } from "../../model/settings/engine.ts";
import type { State } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedAddress } from "../remember/state-draft.ts";
import { chooseEngine } from "./choose-engine.ts";
import { nextHoldWhileAlternating } from "./damp-change.ts";
import { decideFamily, type FamilyDecision } from "./decide-family.ts";
import { findNameHold, findObstacle, type Obstacle } from "./find-obstacle.ts";
import { groupUpdates, type PlannedGroup, type PlannedName } from "./group-updates.ts";

/** Everything a plan is made of. Moments are steady milliseconds. */
export interface PlanInput {
  readonly names: readonly WantedName[];
  readonly detections: readonly Detection[];
  readonly state: State;
  readonly engine: EngineSetting;
  readonly maxUpdatesPerHour: number;
  readonly whenLost: "keep" | "delete";
  /** Publish even what seems unchanged; skips our own back-off, and nothing else. */
  readonly force: boolean;
  readonly nowMs: number;
  /** When the look began, epoch ms. */
  readonly lookWallMs: number;
  /** The account's zones as far as they are known; a name with two labels counts as one anyway. */
  readonly zones?: readonly string[];
}

/** What a round does about one hostname and family. */
export interface PlanLine {
  readonly hostname: string;
  readonly family: Family;
  /** Whose address it is. */
  readonly uplink: string;
  readonly action: Action;
  /** The address that is wanted; null if none is known, or where the record is to go. */
  readonly address: string | null;
  /** What was last confirmed as published. */
  readonly previous: string | null;
  /** Who would publish it; null if nothing is to be published. */
  readonly engine: EngineName | null;
  /** Why, in plain words; null if nothing needs saying. */
  readonly reason: string | null;
  /** When it is tried again, steady ms; null if only something else can change it. */
  readonly nextAttemptMs: number | null;
  /** Its client of the gateway has not told the address yet, which is not a matter of health. */
  readonly untold?: boolean;
  /** The address keeps changing back and forth, and has not been this one for long. */
  readonly alternates?: boolean;
  /** Why it is published, where the address is not what changed. */
  readonly cause?: ChangeCause;
}

export interface Plan {
  /** One for every hostname and family, in the order of the configuration. */
  readonly lines: readonly PlanLine[];
  /** The requests; together they cover exactly the lines whose action is `update`. */
  readonly groups: readonly PlannedGroup[];
}

/** Wanted against remembered: what to publish now, and in plain words why the rest is left alone. */
export function planRound(input: PlanInput): Plan {
  const context = { input, looks: indexLooks(input), zones: new Set(input.zones ?? []) };
  const lines: PlanLine[] = [];
  const updates: PlannedName[] = [];
  for (const name of input.names) {
    const planned = recallSettled(name, context) ?? planName(name, context);
    lines.push(...planned.lines);
    updates.push(...planned.updates);
  }
  return { lines, groups: groupUpdates(updates) };
}

interface PlanContext {
  readonly input: PlanInput;
  readonly looks: Looks;
  readonly zones: ReadonlySet<string>;
}

interface PlannedLines {
  readonly lines: readonly PlanLine[];
  readonly updates: readonly PlannedName[];
}

function planName(name: WantedName, context: PlanContext): PlannedLines {
  const { input, looks } = context;
  const decisions = name.families.map((family) =>
    decideFamily({ name, family, seen: looks.get(name.uplink)?.[family]?.seen, ...input }),
  );
  // Most names have nothing to do in most rounds: the rest is not even looked at then.
  const obstacle = decisions.some(isWork) ? findObstacle(name, input) : findNameHold(name, input.state);
  if (obstacle) return { lines: decisions.map((decision) => obstructedLine(name, decision, obstacle)), updates: [] };
  const planned = planUpdates(name, decisions, context);
  if (decisions.every(({ kind, alternates }) => kind === "settled" && !alternates)) noteSettled(name, planned, context);
  return planned;
}

/** By uplink and family: what was seen, and all of it that a plan goes by, in one word. */
type Looks = ReadonlyMap<string, Partial<Record<Family, { readonly seen: Detection; readonly word: string }>>>;

function indexLooks({ detections, state, nowMs }: PlanInput): Looks {
  const looks = new Map<string, Partial<Record<Family, { readonly seen: Detection; readonly word: string }>>>();
  for (const seen of detections) {
    const { uplink, family, verdict, address, prefix } = seen;
    const { alternation } = rememberedAddress(state, uplink, family) ?? {};
    const holdMs = nextHoldWhileAlternating(alternation, nowMs);
    const word = `${verdict} ${address} ${prefix && `${prefix.address}/${prefix.length}`} ${holdMs}`;
    looks.set(uplink, { ...looks.get(uplink), [family]: { seen, word } });
  }
  return looks;
}

interface SettledName {
  readonly planned: PlannedLines;
  /** What is remembered of the name. */
  readonly remembered: unknown;
  readonly words: Partial<Record<Family, string>>;
}

/** Names of which all is published: the very same lines again as long as neither look nor memory of them changes. */
const settledNames = new WeakMap<WantedName, SettledName>();

function noteSettled(name: WantedName, planned: PlannedLines, { input, looks }: PlanContext): void {
  const words = Object.fromEntries(name.families.map((family) => [family, looks.get(name.uplink)?.[family]?.word]));
  settledNames.set(name, { planned, remembered: input.state.hostnames[name.hostname], words });
}

function recallSettled(name: WantedName, { input, looks }: PlanContext): PlannedLines | null {
  const settled = input.force ? undefined : settledNames.get(name);
  if (settled === undefined || settled.remembered !== input.state.hostnames[name.hostname]) return null;
  const seen = looks.get(name.uplink);
  const isSame = name.families.every((family) => settled.words[family] === seen?.[family]?.word);
  return isSame ? settled.planned : null;
}

/** A hold of the hostname shows on every family that exists here; everything else only where there is something to do. */
function obstructedLine(name: WantedName, decision: FamilyDecision, obstacle: Obstacle): PlanLine {
  const concerned =
    isWork(decision) || (obstacle.concernsIdle && !["absent", "barred", "untold"].includes(decision.kind));
  if (!concerned) return plainLine(name, decision);
  const { action, reason, nextAttemptMs } = obstacle;
  return { ...plainLine(name, decision), action, reason, nextAttemptMs };
}

function planUpdates(name: WantedName, decisions: readonly FamilyDecision[], context: PlanContext): PlannedLines {
  const removed = decisions.filter(({ kind }) => kind === "remove");
  const changed = decisions.filter(({ kind }) => kind === "change");
  const choice = chooseEngine(name, decisions, { ...context.input, zones: context.zones });
  const lines = decisions.map((decision) => {
    const line = plainLine(name, decision);
    if (decision.kind === "remove") return { ...line, action: "update" as const, engine: "records" as const };
    if (decision.kind !== "change") return line;
    if (!choice.ok) return { ...line, action: "wait" as const, reason: choice.reason };
    return { ...line, action: "update" as const, engine: choice.engine };
  });
  const updates: PlannedName[] = [];
  if (changed.length > 0 && choice.ok) {
    const settled = decisions.find(({ family, kind }) => family === "ipv6" && kind === "settled");
    const keptIpv6 = choice.engine === "dyndns" ? (settled?.address ?? null) : null;
    updates.push({ ...plannedName(name, choice.engine, changed, choice.myip), keptIpv6 });
  }
  if (removed.length > 0) updates.push(plannedName(name, "records", removed, null));
  return { lines, updates };
}

/** `myip` is what a dyndns request says of IPv4 where only IPv6 is to change. */
function plannedName(
  { hostname }: WantedName,
  engine: EngineName,
  decisions: readonly FamilyDecision[],
  myip: string | null,
): PlannedName {
  const addressOf = (family: Family) =>
    decisions.find((decision) => decision.kind === "change" && decision.family === family)?.address ?? null;
  const familiesOf = (kind: FamilyDecision["kind"]) =>
    decisions.filter((decision) => decision.kind === kind).map(({ family }) => family);
  return {
    hostname,
    engine,
    change: familiesOf("change"),
    remove: familiesOf("remove"),
    ipv4: addressOf("ipv4") ?? (engine === "dyndns" ? myip : null),
    ipv6: addressOf("ipv6"),
    keptIpv6: null,
  };
}

function plainLine({ hostname, uplink }: WantedName, decision: FamilyDecision): PlanLine {
  const { family, address, previous, reason } = decision;
  const action = decision.kind === "refused" || decision.kind === "damped" ? "wait" : "none";
  const nextAttemptMs = decision.nextAttemptMs ?? null;
  const flags = {
    ...(decision.kind === "untold" && { untold: true }),
    ...(decision.alternates && { alternates: true }),
    ...(decision.cause && { cause: decision.cause }),
  };
  return { hostname, family, uplink, action, address, previous, engine: null, reason, nextAttemptMs, ...flags };
}

function isWork({ kind }: FamilyDecision): boolean {
  return kind === "change" || kind === "remove";
}
