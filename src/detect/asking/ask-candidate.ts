import type { SourceAnswer } from "../../model/detection.ts";
import { minuteMs } from "../../model/time/units.ts";
import { askSource, type TimedAnswer } from "../ask-source.ts";
import { judgeAnswer } from "../judge-answer.ts";
import { type LookSource, slowAfterMs } from "../look.ts";
import { noteRouterAnswer, type RouterAddress } from "../router-memory.ts";
import type { RawAnswer } from "../source.ts";
import { type Ask, isOneOfRouters, isSpared, isToldBy, keyOf, lastTold, questionFor, routerMemory } from "./ask.ts";

/** How long one source is waited for. */
export const maxSourceMs = 5_000;
const expensiveEveryMs = 5 * minuteMs;

/** `toConfirm`: a previous answer isn't enough. */
export async function askCandidate(ask: Ask, candidate: LookSource, toConfirm: boolean): Promise<SourceAnswer> {
  const { raw, durationMs, isKept = false } = await askShared(ask, candidate, toConfirm);
  const { request, uplink, family } = ask;
  const { allowNonPublic } = request;
  const { only = [], never = [] } = uplink[family];
  const rules = { allowNonPublic, only, never };
  const answer = judgeAnswer({ source: candidate.source, uplink: uplink.name, family, ...rules, durationMs }, raw);
  return isKept ? { ...answer, kept: true } : answer;
}

/** Once per look for all that ask the same. */
export function askShared(ask: Ask, candidate: LookSource, toConfirm: boolean): Promise<TimedAnswer> {
  const { memory, clock } = ask.request;
  const key = keyOf(ask, candidate);
  const under = ask.shared.get(key);
  if (under !== undefined) return under;
  const told = toConfirm || !isRoutine(ask, candidate) ? null : lastTold(ask, candidate);
  if (told !== null) return Promise.resolve({ raw: told, durationMs: 0, isKept: true });
  const kept = isSpared(candidate) ? memory.expensiveAnswers.get(key) : undefined;
  if (!toConfirm && kept !== undefined && clock.steadyMs() - kept.atMs < expensiveEveryMs) {
    return Promise.resolve({ raw: kept.raw, durationMs: 0, isKept: true });
  }
  const asked = askAndNote(ask, candidate, key);
  ask.shared.set(key, asked);
  return asked;
}

/** Whether nothing is to be expected of this answer but what is known. */
function isRoutine(ask: Ask, candidate: LookSource): boolean {
  const { request, isOtherDue, asksAnew } = ask;
  if (request.reason !== "schedule" || asksAnew || candidate.required || !isToldBy(ask, candidate)) return false;
  // Another voice is heard in that look anyway, and this one takes some connections to ask.
  return !isOtherDue || candidate.source.cost === "moderate";
}

async function askAndNote(ask: Ask, candidate: LookSource, key: string): Promise<TimedAnswer> {
  const { source } = candidate;
  const { request, uplink, signal } = ask;
  const { memory, clock } = request;
  const answer = await askSource(source, questionFor(ask, candidate), { clock, maxMs: maxSourceMs });
  // Nobody waits longer for a slow one, and its slowness is remembered.
  const isHeard = !signal.aborted || answer.durationMs >= slowAfterMs;
  if (answer.raw.kind === "address") memory.failures.delete(key);
  else if (isHeard && !source.isInstant) memory.failures.set(key, (memory.failures.get(key) ?? 0) + 1);
  if (isOneOfRouters(candidate) && isHeard) {
    noteUntoldChange(ask, answer.raw, lastTold(ask, candidate));
    noteRouterAnswer(routerMemory(memory, uplink), source.uri, answer.raw, clock.steadyMs());
  }
  if (source.cost === "expensive" && !signal.aborted)
    memory.expensiveAnswers.set(key, { raw: answer.raw, atMs: clock.steadyMs() });
  return answer;
}

function noteUntoldChange({ request }: Ask, raw: RawAnswer, told: RouterAddress | null): void {
  if (request.reason !== "schedule" || raw.kind !== "address" || told?.router === undefined) return;
  if (raw.address !== told.address) request.news?.noteUntold(told.router);
}
