import { hourMs } from "../model/time/units.ts";
import type { RawAnswer } from "./source.ts";

/** Which way to ask the router works, for the sources of `auto`: each is tried once, and the one that answers is kept. */
export interface RouterMemory {
  /** The source that answered last; null: none so far. */
  answering: string | null;
  /** How often in a row it did not. */
  failures: number;
  /** When each of the others was tried in vain, steady ms. */
  readonly silentMs: Map<string, number>;
}

/** After so many failures in a row the others get their chance again. */
const maxFailures = 3;
/** A router that is told to speak now, or another one. */
const tryAgainAfterMs = hourMs;

export function createRouterMemory(): RouterMemory {
  return { answering: null, failures: 0, silentMs: new Map() };
}

export function isWorthAsking({ answering, silentMs }: RouterMemory, uri: string, nowMs: number): boolean {
  if (answering !== null) return answering === uri;
  const triedMs = silentMs.get(uri);
  return triedMs === undefined || nowMs - triedMs >= tryAgainAfterMs;
}

/** A router that says that it has no public address answers, too; without a route nobody was asked. */
export function noteRouterAnswer(memory: RouterMemory, uri: string, raw: RawAnswer, nowMs: number): void {
  if (raw.kind === "none" && (raw.absent || raw.unable)) return;
  if (raw.kind === "address" || raw.translated) {
    memory.answering ??= uri;
    if (memory.answering !== uri) return;
    memory.failures = 0;
    memory.silentMs.clear();
    return;
  }
  if (memory.answering === null) memory.silentMs.set(uri, nowMs);
  if (memory.answering !== uri) return;
  memory.failures += 1;
  if (memory.failures >= maxFailures) memory.answering = null;
}
