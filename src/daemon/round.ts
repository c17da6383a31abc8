import type { Config } from "../config/config.ts";
import type { LookReason } from "../detect/asking/ask.ts";
import { noteAlternation } from "../detect/note-alternation.ts";
import { rememberDetection } from "../detect/remember-detection.ts";
import type { Detection } from "../model/detection.ts";
import type { Outcome, RequestReport, RoundReport } from "../model/report.ts";
import type { AccountHold } from "../model/state.ts";
import { isoTime } from "../model/time/iso-time.ts";
import type { Clock } from "../platform/clock.ts";
import { letOthersRun } from "../platform/let-others-run.ts";
import { accountReason, credentialLabel, specifyLift } from "../publish/answers/reasons.ts";
import { type Plan, planRound } from "../publish/plan/plan-round.ts";
import { type PublishedLine, unsentLine } from "../publish/published-line.ts";
import { isProbeDue, isProofDue, rememberProbe, rememberProof } from "../publish/remember/probe-account.ts";
import { rememberLosses } from "../publish/remember/remember-losses.ts";
import { needsZones, rememberZones } from "../publish/remember/remember-zones.ts";
import { draftState, rememberedAddress, type StateDraft } from "../publish/remember/state-draft.ts";
import { type ClockReading, readClock } from "../schedule/wait-for-next.ts";
import { listAddresses } from "../status/list-addresses.ts";
import type { App } from "./build-app.ts";
import type { Memory } from "./memory.ts";

export interface RoundOptions {
  /** Publish even what seems unchanged. */
  readonly force: boolean;
  /** Stop after the plan; nothing is sent, nothing is remembered. */
  readonly dryRun?: boolean;
  /** With `dryRun`: what was seen is remembered all the same. */
  readonly remembersLook?: boolean;
  /** Absent: somebody asks for it. */
  readonly reason?: LookReason;
  /** What was detected just now; absent: the sources are asked. */
  readonly seen?: JustSeen;
  readonly signal: AbortSignal;
}

/** What was detected, and when asking for it began. */
export interface JustSeen {
  readonly startedAt: ClockReading;
  readonly detections: readonly Detection[];
}

/** A finished round: what is reported of it, and what the next one is timed by. */
export interface Round {
  readonly report: RoundReport;
  readonly detections: readonly Detection[];
  /** The plan, with what became of each of its lines. */
  readonly lines: readonly PublishedLine[];
  /** The account's hold after it, and when it is probed next; null if it isn't held. */
  readonly accountHold: AccountHold | null;
  /** Whether records took over from dyndns. */
  readonly tookOver: boolean;
}

/** ONE ROUND, the main flow: detect → plan → publish → remember → report. */
export async function runRound(app: App, memory: Memory, options: RoundOptions): Promise<Round> {
  const { clock, config } = app;
  const look = await lookAround(app, memory, options);
  const { draft, requests } = look;
  const sending = { signal: options.signal, onRequest: (request: RequestReport) => requests.push(request) };

  if (!options.dryRun && isProbeDue(draft.state, clock.steadyMs())) {
    rememberProbe(draft, await app.probe(sending), clock.steadyMs());
  }
  if (!options.dryRun && wantsZones(config, look)) rememberZones(draft, await app.listZones(sending));

  const plan = await makePlan(app, look, options.force);
  if (!options.dryRun && wantsProof(app, look, plan)) {
    rememberProof(draft, await app.probe(sending), await refusalOf(app));
  }
  const lines = options.dryRun
    ? plan.lines.map((line) => ({ ...line, result: null, consequence: null, reason: line.reason ?? explainPlan(line) }))
    : await publish(app, memory, { plan, draft, ...options, ...sending });
  // What was sent shows it, now or when it is sent again.
  if (draft.state.account.unproven && lines.some(({ consequence }) => consequence !== null)) {
    draft.setAccount({ unproven: null });
  }
  if (!options.dryRun || options.remembersLook) memory.keep(draft);
  return finish(app, look, lines);
}

/** A round that finds nothing to send. As soon as there is something, it is null, and nothing is remembered of it but what was seen. */
export async function runIdleRound(
  app: App,
  memory: Memory,
  signal: AbortSignal,
): Promise<{ readonly round: Round | null; readonly seen: JustSeen }> {
  const look = await lookAround(app, memory, { signal });
  const nothing = { round: null, seen: look };
  if (isProbeDue(look.draft.state, app.clock.steadyMs()) || wantsZones(app.config, look)) return nothing;
  const plan = await makePlan(app, look, false);
  if (plan.groups.length > 0 || wantsProof(app, look, plan)) return nothing;
  memory.keep(look.draft);
  return { round: await finish(app, look, plan.lines.map(unsentLine)), seen: look };
}

/** What a round finds before it sends anything. */
interface Look extends JustSeen {
  readonly draft: StateDraft;
  readonly refusedBefore: boolean;
  readonly requests: RequestReport[];
}

async function lookAround(
  app: App,
  memory: Memory,
  { signal, reason, seen }: Pick<RoundOptions, "signal" | "reason" | "seen">,
): Promise<Look> {
  const { clock, config } = app;
  const startedAt = seen?.startedAt ?? readClock(clock);
  const draft = draftState(memory.state());
  const refusedBefore = draft.state.account.dyndnsRefused;
  const detections = seen?.detections ?? (await app.detect(draft.state, signal, reason));
  rememberDetections(draft, detections, clock);
  rememberLosses(draft, detections, { names: config.hostnames, whenLost: config.whenLost, nowMs: clock.steadyMs() });
  return { startedAt, draft, detections, refusedBefore, requests: [] };
}

function wantsZones({ engine, hostnames }: Config, { detections, draft }: Look): boolean {
  return engine === "auto" && needsZones(hostnames, detections, draft.state);
}

function wantsProof({ clock }: App, { detections, draft }: Look, { groups }: Plan): boolean {
  const isOnline = detections.some(({ address }) => address !== null);
  return isOnline && isProofDue(draft.state, groups.length > 0, clock.steadyMs());
}

async function makePlan(
  { clock, config, knownZones }: App,
  { startedAt, detections, draft }: Look,
  force: boolean,
): Promise<Plan> {
  await giveWay(detections);
  return planRound({
    names: config.hostnames,
    detections,
    state: draft.state,
    engine: config.engine,
    maxUpdatesPerHour: config.maxUpdatesPerHour,
    whenLost: config.whenLost,
    force,
    nowMs: clock.steadyMs(),
    lookWallMs: startedAt.wallMs,
    zones: [...(draft.state.account.zones ?? []), ...knownZones()],
  });
}

async function finish(app: App, look: Look, lines: readonly PublishedLine[]): Promise<Round> {
  const { draft, detections, refusedBefore } = look;
  await giveWay(detections);
  const { hold: accountHold, dyndnsRefused } = draft.state.account;
  const report = reportRound(app, look, lines);
  return { report, detections, lines, accountHold, tookOver: dyndnsRefused && !refusedBefore };
}

/** Each step of a round of so many takes so long that others have their turn between two. */
const maxLooksInOneGo = 1_000;

async function giveWay({ length }: readonly Detection[]): Promise<void> {
  if (length > maxLooksInOneGo) await letOthersRun();
}

/** What is remembered where the probe is refused. */
async function refusalOf({ clock, config, howToLift }: App) {
  const label = credentialLabel(config.account.credential?.kind ?? "api-key");
  const reason = specifyLift(accountReason(label, "GET /dns/zones"), await howToLift());
  return { reason, nowMs: clock.steadyMs(), nowIso: isoTime(clock.wallMs()) };
}

function rememberDetections(draft: StateDraft, detections: readonly Detection[], clock: Clock): void {
  for (const detection of detections) {
    const known = rememberedAddress(draft.state, detection.uplink, detection.family);
    const next = rememberDetection(known, detection, clock.wallMs());
    const noted = next === null ? null : noteAlternation(known, next, clock.steadyMs());
    if (noted !== null && noted !== known) draft.setAddress(detection.uplink, detection.family, noted);
  }
}

interface PublishStage extends RoundOptions {
  readonly plan: Plan;
  readonly draft: StateDraft;
  readonly onRequest: (request: RequestReport) => void;
}

async function publish(
  app: App,
  memory: Memory,
  { plan, draft, force, signal, onRequest }: PublishStage,
): Promise<PublishedLine[]> {
  // Most rounds send nothing, and a timer's are processes of their own.
  if (plan.groups.length === 0) return plan.lines.map(unsentLine);
  const { clock, random, config } = app;
  const { publishPlan } = await import("../publish/publish-plan.ts");
  return publishPlan(plan, {
    draft,
    clock,
    random,
    engine: config.engine,
    engineFor: app.engineFor,
    // Only a key can be good for one part of the API and not for another.
    probe: config.account.credential?.kind === "api-key" ? app.probe : null,
    listZones: app.listZones,
    settingsOf: memory.settingsOf,
    force,
    maxUpdatesPerHour: config.maxUpdatesPerHour,
    signal,
    onRequest,
    onRemembered: () => memory.keep(draft),
  });
}

/** The reason for each line of a round that sends nothing. */
function explainPlan({ action, address, previous }: Plan["lines"][number]): string {
  if (action === "none") return "already published";
  if (previous === null) return "never published";
  return previous === address ? "sent again, as requested" : `${previous} is published`;
}

function reportRound(
  { clock, config }: App,
  { draft, startedAt, detections, requests }: Look,
  lines: readonly PublishedLine[],
): RoundReport {
  const now = readClock(clock);
  return {
    startedAt: isoTime(startedAt.wallMs),
    durationMs: Math.round(clock.steadyMs() - startedAt.steadyMs),
    addresses: listAddresses(config.hostnames, draft.state),
    outcomes: lines.map((line) => outcomeOf(line, now)),
    answers: detections.flatMap(({ answers }) => answers),
    requests,
  };
}

/** The outcome of a line that is the same in every round, until something changes. */
const outcomes = new WeakMap<PublishedLine, Outcome>();

function outcomeOf(line: PublishedLine, now: ClockReading): Outcome {
  if (line.nextAttemptMs !== null) return describeOutcome(line, now);
  const known = outcomes.get(line);
  if (known) return known;
  const outcome = describeOutcome(line, now);
  outcomes.set(line, outcome);
  return outcome;
}

/** A line for people and programs: its next attempt by the wall clock as it is now. */
function describeOutcome(line: PublishedLine, now: ClockReading): Outcome {
  const { hostname, family, action, result, consequence, address, previous, reason, nextAttemptMs } = line;
  const nextAttemptAt = nextAttemptMs === null ? null : isoTime(now.wallMs + nextAttemptMs - now.steadyMs);
  return {
    hostname,
    family,
    action,
    result,
    consequence,
    address,
    previous,
    reason,
    nextAttemptAt,
    // Last: what a spread adds to an object lies outside of it, and there may be thousands.
    ...(line.untold && { untold: true }),
    ...(line.alternates && { alternates: true }),
    ...(line.cause && { cause: line.cause }),
  };
}
