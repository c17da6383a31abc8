import type { Detection } from "../../model/detection.ts";
import { hourMs } from "../../model/time/units.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Question, RawAnswer } from "../source.ts";

/** Asks one source, sending from somewhere else than usual. */
export type Probe = (sendFrom: NonNullable<Question["sendFrom"]>) => Promise<RawAnswer>;

export interface OwnAddressCheck {
  /** What the look came to. */
  readonly detection: Detection;
  readonly memory: OwnAddressMemory;
  /** The addresses that were skipped. */
  readonly unanswered: readonly string[];
  /** This machine's addresses of other prefixes beside the one that a source of its own named. */
  readonly othersBeside: (source: string) => Promise<readonly string[]>;
  /** Each of another operator. */
  readonly probes: readonly Probe[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What is known of one interface's addresses between looks. Moments are steady ms. */
export interface OwnAddressMemory {
  /** Those from which nothing is answered, and since when. */
  readonly unanswered: Map<string, number>;
  /** The addresses of several prefixes that there were at the last look, and how many looks that has been so. */
  among: string;
  looks: number;
}

export function createOwnAddressMemory(): OwnAddressMemory {
  return { unanswered: new Map(), among: "", looks: 0 };
}

/** Long enough for a router to take the prefix back; after that it has its chance again. */
const passedOverMs = hourMs;

export function listUnanswered({ unanswered }: OwnAddressMemory, nowMs: number): readonly string[] {
  for (const [address, sinceMs] of unanswered) if (nowMs - sinceMs >= passedOverMs) unanswered.delete(address);
  return [...unanswered.keys()];
}

/**
 * This machine's own address needs no second voice, but may be one that the network has given up: where there is reason to doubt
 * it, this finds out whether what is sent from it is answered. Where nothing else is left, one that was skipped is tried
 * again. Tells whether the memory changed, so that another look is worth it.
 */
export async function noteWhatIsAnswered(check: OwnAddressCheck): Promise<boolean> {
  const { detection, memory, unanswered, probes, clock, signal } = check;
  const own = detection.answers.find(
    ({ source, operator }) => source === detection.source && operator === "this machine",
  );
  const { address } = detection;
  if (own !== undefined && address !== null) {
    const isDue = noteOthers(memory, address, await check.othersBeside(own.source));
    if (!isDue && !isContradicted(detection)) return false;
    if (!(await isUnanswered(address, probes, signal))) return false;
    memory.unanswered.set(address, clock.steadyMs());
    return true;
  }
  const [silent] = address === null ? unanswered : [];
  if (silent === undefined || signal.aborted || (await isUnanswered(silent, probes, signal))) return false;
  return memory.unanswered.delete(silent);
}

/** So many looks in a row check an address that has got another beside it, and then every tenth. */
const looksInARow = 10;

function noteOthers(memory: OwnAddressMemory, address: string, others: readonly string[]): boolean {
  const among = others.length === 0 ? "" : [address, ...others].sort().join(" ");
  memory.looks = among === memory.among ? memory.looks + 1 : 0;
  memory.among = among;
  return among !== "" && (memory.looks < looksInARow || memory.looks % looksInARow === 0);
}

/** Others outside were asked, and none of them saw it. */
function isContradicted({ answers, address }: Detection): boolean {
  const heard = answers.filter(
    ({ operator, unable }) => operator !== "this machine" && operator !== "router" && !unable,
  );
  return heard.length > 0 && heard.every((answer) => answer.address !== address);
}

/**
 * Whether nothing that is sent from an own address is answered, while the same questions are that the kernel sends from
 * elsewhere: a prefix that the network gave up without saying so. It is asked twice from the address before that is believed,
 * and one answer ends the matter.
 */
async function isUnanswered(own: string, probes: readonly Probe[], signal: AbortSignal): Promise<boolean> {
  const [first] = probes;
  if (first === undefined || isAnswer(await first({ own }))) return false;
  const [bound, free] = await Promise.all([
    Promise.all(probes.map((probe) => probe({ own }))),
    Promise.all(probes.map((probe) => probe("system"))),
  ]);
  // What was cut off says nothing.
  if (signal.aborted || bound.some(isAnswer)) return false;
  return free.some((answer) => answer.kind === "address" && answer.address !== own);
}

function isAnswer({ kind }: RawAnswer): boolean {
  return kind === "address";
}
