import { hourMs } from "../model/time/units.ts";
import type { RawAnswer } from "./source.ts";

/** Which way of asking the router works, for the sources of `auto`: each is tried once, and the one that answers is kept. */
export interface RouterMemory {
  /** The source that answered last; null: none so far. */
  answering: string | null;
  /** How many times in a row it did not. */
  failures: number;
  /** When each of the others was tried in vain, steady ms. */
  readonly silentMs: Map<string, number>;
  /** What the one that answers said last. */
  last: RouterAddress | null;
}

export type RouterAddress = Extract<RawAnswer, { kind: "address" }>;

/** What is known of routers that tell of a change of their address by themselves. */
export interface RouterNews {
  /** Whether this router has been heard to tell, and is listened to. */
  tellsChanges(router: string): boolean;
  /** Whether any router is. */
  isAnyTelling(): boolean;
  /** A look found a change that this one had not told: it is not relied on until it is heard again. */
  noteUntold(router: string): void;
}

/** The last answer, where its router would have told if it were no longer true. */
export function answerThatHolds({ last }: RouterMemory, news: RouterNews | null): RouterAddress | null {
  return last?.router !== undefined && news?.tellsChanges(last.router) ? last : null;
}

/** After so many failures in a row the others get their chance again. */
const maxFailures = 3;
/** A router that has just begun to announce changes, or another one. */
const tryAgainAfterMs = hourMs;

export function createRouterMemory(): RouterMemory {
  return { answering: null, failures: 0, silentMs: new Map(), last: null };
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
    memory.last = raw.kind === "address" ? raw : null;
    memory.failures = 0;
    memory.silentMs.clear();
    return;
  }
  if (memory.answering === null) memory.silentMs.set(uri, nowMs);
  if (memory.answering !== uri) return;
  memory.last = null;
  memory.failures += 1;
  if (memory.failures >= maxFailures) memory.answering = null;
}
