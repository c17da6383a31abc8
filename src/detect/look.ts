import type { SourceAnswer } from "../model/detection.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { type AgreementRules, chooseAddress, countVoices } from "./choose-address.ts";
import type { Source } from "./source.ts";

/** A source in one look: the configured one and what is special about asking it this time. */
export interface LookSource {
  readonly source: Source;
  /** Came out of `auto`, which asks expensive sources less often. */
  readonly fromAuto: boolean;
  /** Always asked, and waited for. */
  readonly required: boolean;
}

export interface LookTask {
  /** As configured. */
  readonly candidates: readonly LookSource[];
  /** The order in which those that are not local are asked. */
  readonly order: readonly LookSource[];
  readonly rules: AgreementRules;
  /** Also asks a source of another operator than this one; null if none is due. */
  readonly otherThan: string | null;
  /** `toConfirm`: an address is known that needs more voices. */
  readonly ask: (candidate: LookSource, toConfirm: boolean) => Promise<SourceAnswer>;
  readonly clock: Clock;
  readonly random: Random;
}

/** When a source takes longer than this, another one is asked beside it. */
export const slowAfterMs = 1_000;

/** Of the looks that hear another voice, how many may choose among all of them: a TLS connection costs as much as fifty questions. */
const expensiveShare = 1 / 3;

/**
 * Asks as few sources as the rules allow: local ones first, one while the address is the one remembered, more once it
 * is not, and another one in place of each that is slow or fails. The answers come back in the configured order.
 */
export async function look(task: LookTask): Promise<readonly SourceAnswer[]> {
  const progress: LookProgress = { task, answers: new Map(), open: new Map() };
  for (const candidate of task.candidates) {
    if (candidate.source.cost !== "local" || isSettled(progress)) continue;
    progress.answers.set(candidate, await task.ask(candidate, false));
  }
  while (!isSettled(progress)) {
    startMissing(progress);
    if (progress.open.size === 0) break;
    await someProgress(progress);
  }
  return inOrder(progress);
}

interface LookProgress {
  readonly task: LookTask;
  readonly answers: Map<LookSource, SourceAnswer>;
  readonly open: Map<LookSource, { readonly startedMs: number; readonly done: Promise<unknown> }>;
}

/** Confirmed, no required answer is missing, and the second voice that was due has spoken or doesn't exist. */
function isSettled(progress: LookProgress): boolean {
  return countMissing(progress) === 0 && !requiredAsks(progress).some((candidate) => !progress.answers.has(candidate));
}

/** How many more answers are needed, those under way not counted. */
function countMissing(progress: LookProgress): number {
  const { rules } = progress.task;
  const answers = inOrder(progress);
  const isOpen = progress.task.candidates.some((candidate) => !progress.answers.has(candidate));
  const { verdict } = chooseAddress(answers, { ...rules, isOpen });
  if (verdict === "refused") return 0;
  if (verdict === "confirmed") return isOtherDue(progress) ? 1 : 0;
  const voices = countVoices(answers);
  if (voices === 0) return (rules.remembered === null ? rules.confirm : 1) + (isOtherDue(progress) ? 1 : 0);
  return Math.max(1, rules.confirm - voices);
}

function isOtherDue({ task, answers }: LookProgress): boolean {
  return task.otherThan !== null && ![...answers.keys()].some((candidate) => isOther(task, candidate));
}

function isOther(task: LookTask, { source }: LookSource): boolean {
  return source.cost !== "local" && source.operator !== task.otherThan;
}

function startMissing(progress: LookProgress): void {
  for (const candidate of requiredAsks(progress)) start(progress, candidate);
  const nowMs = progress.task.clock.steadyMs();
  const slow = [...progress.open.values()].filter(({ startedMs }) => nowMs - startedMs >= slowAfterMs).length;
  for (let wanted = countMissing(progress) + slow - progress.open.size; wanted > 0; wanted--) {
    const next = pickNext(progress);
    if (next === undefined) return;
    start(progress, next);
  }
}

function requiredAsks({ task }: LookProgress): readonly LookSource[] {
  return task.order.filter(({ required }) => required);
}

/** The next source worth asking: one whose operator has not named an address and is not being asked. */
function pickNext(progress: LookProgress): LookSource | undefined {
  const { task, answers, open } = progress;
  const spoken = new Set([...open.keys()].map(({ source }) => source.operator));
  for (const answer of answers.values()) if (answer.kind === "address") spoken.add(answer.operator);
  const eligible = task.order.filter(
    (candidate) => !answers.has(candidate) && !open.has(candidate) && !spoken.has(candidate.source.operator),
  );
  const mainWaits = eligible.some(({ source }) => source.operator === task.otherThan);
  if (!isOtherDue(progress) || mainWaits) return eligible[0];
  const others = eligible.filter((candidate) => isOther(task, candidate));
  const cheap = others.filter(({ source }) => source.cost !== "expensive");
  const pool = cheap.length === 0 || task.random() < expensiveShare ? others : cheap;
  return pool[Math.floor(task.random() * pool.length)];
}

function start(progress: LookProgress, candidate: LookSource): void {
  const { task, answers, open } = progress;
  if (answers.has(candidate) || open.has(candidate)) return;
  const toConfirm = countVoices(inOrder(progress)) > 0;
  const done = task.ask(candidate, toConfirm).then((answer) => {
    open.delete(candidate);
    answers.set(candidate, answer);
  });
  open.set(candidate, { startedMs: task.clock.steadyMs(), done });
}

/** Waits for an answer, or until one of the sources under way has become slow. */
async function someProgress({ task, open }: LookProgress): Promise<void> {
  const waited = new AbortController();
  const nowMs = task.clock.steadyMs();
  const untilSlowMs = [...open.values()].map(({ startedMs }) => startedMs + slowAfterMs - nowMs).filter((ms) => ms > 0);
  const slow = untilSlowMs.length === 0 ? [] : [task.clock.sleep(Math.min(...untilSlowMs), waited.signal)];
  await Promise.race([...[...open.values()].map(({ done }) => done), ...slow]);
  // With a reason: without one, each end would make an exception that nobody sees.
  waited.abort("answered");
}

function inOrder({ task, answers }: LookProgress): readonly SourceAnswer[] {
  return task.candidates.flatMap((candidate) => answers.get(candidate) ?? []);
}
