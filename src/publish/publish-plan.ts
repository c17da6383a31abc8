import type { EngineName } from "../model/settings/engine.ts";
import { isoTime } from "../model/time/iso-time.ts";
import { changesFor, type UpdateAnswer, type UpdateGroup } from "./engine.ts";
import { describeDefect, interrupted } from "./engines/describe-failure.ts";
import { findApexes } from "./find-apexes.ts";
import { findAccountObstacle, findObstacle, type Obstacle } from "./plan/find-obstacle.ts";
import type { PlannedGroup } from "./plan/group-updates.ts";
import type { Plan, PlanLine } from "./plan/plan-round.ts";
import type { PublishContext } from "./publish-context.ts";
import { type PublishedLine, unsentLine } from "./published-line.ts";
import { rememberDyndnsRefused } from "./remember/probe-account.ts";
import { type RememberContext, rememberAnswers, rememberInterrupted } from "./remember/remember-answers.ts";

/** Sends what is planned, one request after the other, and takes over each answer at once. Every line of the plan, filled in. */
export async function publishPlan(plan: Plan, context: PublishContext): Promise<PublishedLine[]> {
  const round: Publishing = {
    context,
    answers: new Map(),
    obstacles: new Map(),
    waitAtStart: context.draft.state.account.wait,
  };
  for (const planned of plan.groups) await publishGroup(planned, round);
  return plan.lines.map((line) => fillIn(line, round));
}

interface Publishing {
  readonly context: PublishContext;
  /** By hostname and family. */
  readonly answers: Map<string, UpdateAnswer>;
  /** Why a planned update was not sent after all, by hostname. */
  readonly obstacles: Map<string, RoundObstacle>;
  readonly waitAtStart: unknown;
}

type RoundObstacle = Pick<Obstacle, "action" | "reason" | "nextAttemptMs">;

async function publishGroup({ engine, group }: PlannedGroup, round: Publishing): Promise<void> {
  const { context } = round;
  const obstacle = findRoundObstacle(round);
  if (obstacle) return blockGroup(group, obstacle, round);
  if (engine === "dyndns" && context.engine === "auto" && context.draft.state.account.dyndnsRefused) {
    return publishGroup({ engine: "records", group: forRecords(group, group.hostnames) }, round);
  }
  const answers = await askEngine(engine, group, context);
  const refused = engine === "dyndns" ? refusedHostnames(answers) : [];
  const takesOver = refused.length > 0 && (await recordsMayTakeOver(context));
  const kept = takesOver ? answers.filter(({ consequence }) => consequence !== "hold-account") : answers;
  const { answers: told, apexes } =
    engine === "dyndns" ? await findApexes(kept, context) : { answers: kept, apexes: [] };
  applyAnswers(group, told, round);
  if (takesOver) rememberDyndnsRefused(context.draft);
  const moved = [...(takesOver ? refused : []), ...apexes];
  if (moved.length > 0) await publishGroup({ engine: "records", group: forRecords(group, moved) }, round);
}

/** An engine that fails over one group must not keep the others from being sent. */
async function askEngine(
  engine: EngineName,
  group: UpdateGroup,
  context: PublishContext,
): Promise<readonly UpdateAnswer[]> {
  try {
    return await (await context.engineFor(engine)).publish(group, context);
  } catch (error) {
    const failed = context.signal.aborted ? interrupted : describeDefect(error);
    return group.hostnames.flatMap((hostname) =>
      [...changesFor(group, hostname), ...group.remove].map((family) => ({ hostname, family, ...failed })),
    );
  }
}

/** What has come up during this round: `--force` skips a back-off from before it only. */
function findRoundObstacle({ context, waitAtStart }: Publishing): RoundObstacle | null {
  const { draft, clock, signal, force } = context;
  if (signal.aborted) return { action: "wait", reason: "the round ended before its turn came", nextAttemptMs: null };
  const { state } = draft;
  return findAccountObstacle({ state, force: force && state.account.wait === waitAtStart, nowMs: clock.steadyMs() });
}

/** Whether a credential that dyndns refuses is good for the records API. */
async function recordsMayTakeOver(context: PublishContext): Promise<boolean> {
  if (context.engine !== "auto" || context.probe === null) return false;
  return (await context.probe(context)) === "accepted";
}

function refusedHostnames(answers: readonly UpdateAnswer[]): string[] {
  const refused = answers.filter(({ consequence }) => consequence === "hold-account");
  return [...new Set(refused.map(({ hostname }) => hostname))];
}

/** The same update for the records engine, which needs to know nothing of what stays as it is. */
function forRecords(
  { change, remove, ipv4, ipv6, fewerChanges }: UpdateGroup,
  hostnames: readonly string[],
): UpdateGroup {
  return {
    hostnames,
    change,
    ...(fewerChanges && { fewerChanges }),
    remove,
    ipv4: change.includes("ipv4") ? ipv4 : null,
    ipv6: change.includes("ipv6") ? ipv6 : null,
  };
}

function applyAnswers(group: UpdateGroup, answers: readonly UpdateAnswer[], round: Publishing): void {
  const { draft, onRemembered } = round.context;
  const unheard = answers.filter(({ consequence }) => consequence === "interrupted");
  const cutOff = new Set(unheard.map(({ hostname }) => hostname));
  const heard = answers.filter(({ hostname }) => !cutOff.has(hostname));
  rememberAnswers(draft, group, heard, rememberContext(round.context));
  rememberInterrupted(draft, { ...group, hostnames: [...cutOff] });
  for (const answer of answers) round.answers.set(keyOf(answer), answer);
  onRemembered();
}

function rememberContext({ clock, random, settingsOf }: PublishContext): RememberContext {
  return { nowMs: clock.steadyMs(), nowIso: isoTime(clock.wallMs()), random, settingsOf };
}

function blockGroup(group: UpdateGroup, obstacle: RoundObstacle, { obstacles }: Publishing): void {
  for (const hostname of group.hostnames) obstacles.set(hostname, obstacle);
}

function fillIn(line: PlanLine, { answers, obstacles, context }: Publishing): PublishedLine {
  if (line.action !== "update") return unsentLine(line);
  const answer = answers.get(keyOf(line));
  if (answer) {
    const { result, consequence } = answer;
    const reason = answer.reason ?? (line.address === null ? line.reason : null);
    return { result, consequence, ...line, reason, nextAttemptMs: nextAttemptAfter(answer, context) };
  }
  const { action, reason, nextAttemptMs } = obstacles.get(line.hostname) ?? forgotten;
  return { result: null, consequence: null, ...line, action, reason, nextAttemptMs };
}

const forgotten: RoundObstacle = { action: "wait", reason: "the engine gave no answer for it", nextAttemptMs: null };

/** By what is remembered of the answer, which is what the next plan goes by. */
function nextAttemptAfter({ hostname, consequence }: UpdateAnswer, context: PublishContext): number | null {
  if (consequence === "done" || consequence === "refuse-address") return null;
  const { draft, maxUpdatesPerHour, clock } = context;
  const input = { state: draft.state, maxUpdatesPerHour, force: false, nowMs: clock.steadyMs() };
  return findObstacle({ hostname }, input)?.nextAttemptMs ?? null;
}

function keyOf({ hostname, family }: Pick<PlanLine, "hostname" | "family">): string {
  return `${hostname} ${family}`;
}
