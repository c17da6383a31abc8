import { setMaxListeners } from "node:events";
import type { IpNetwork } from "../model/addresses/ip-network.ts";
import type { Detection, RememberedAddress, SourceAnswer } from "../model/detection.ts";
import { type Family, families } from "../model/family.ts";
import { minuteMs } from "../model/time/units.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { askSource, type TimedAnswer } from "./ask-source.ts";
import { expandSources } from "./auto-sources.ts";
import { type AgreementRules, chooseAddress } from "./choose-address.ts";
import { countIndependentSources } from "./count-independent-sources.ts";
import type { DetectionMemory } from "./detection-memory.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { type Candidate, look, slowAfterMs } from "./look.ts";
import {
  createOwnAddressMemory,
  listUnanswered,
  noteWhatIsAnswered,
  type OwnAddressMemory,
  type Probe,
} from "./network/check-own-address.ts";
import {
  answerThatHolds,
  createRouterMemory,
  isWorthAsking,
  noteRouterAnswer,
  type RouterAnswer,
  type RouterMemory,
  type RouterNews,
} from "./router-memory.ts";
import type { Question, RawAnswer, Source } from "./source.ts";

export interface DetectRequest {
  readonly uplinks: readonly DetectedUplink[];
  readonly allowNonPublic: boolean;
  /** What earlier looks confirmed, by uplink; `State.addresses`. */
  readonly remembered: Readonly<Record<string, Partial<Record<Family, RememberedAddress>>>>;
  readonly memory: DetectionMemory;
  /** What the look is for: its turn in the schedule · the network told of a change, which somebody waits for. Absent: somebody asks. */
  readonly reason?: LookReason;
  /** Absent: each look asks. */
  readonly news?: RouterNews;
  /** Looks since another source was asked, where each look is another process's; absent: as remembered. */
  readonly looksSinceOther?: number;
  /** Makes the source for a URI; `createSources` keeps those it made. */
  readonly sourceFor: (uri: string) => Source;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

export type LookReason = "schedule" | "event";

/** One way out to the Internet and where to learn its addresses; an uplink of the configuration is one. */
export interface DetectedUplink {
  readonly name: string;
  /** Null: the default route. */
  readonly interfaceName: string | null;
  readonly ipv4: DetectedFamily;
  readonly ipv6: DetectedFamily;
}

export interface DetectedFamily {
  readonly enabled: boolean;
  /** Source URIs, `auto` included. */
  readonly sources: readonly string[];
  /** Null: the lower of 2 and the number of independent sources. */
  readonly confirm: number | null;
  /** `refuse`: an address behind a provider's NAT counts as none. Absent: `publish`. */
  readonly behindNat?: "publish" | "refuse";
  /** An answer outside all of these is refused; absent or empty: any is fine. */
  readonly only?: readonly IpNetwork[];
  /** An answer inside one of these is refused. */
  readonly never?: readonly IpNetwork[];
}

const maxSourceMs = 5_000;
const maxLookMs = 15_000;
const expensiveEveryMs = 5 * minuteMs;
/** At least every 10th look at an unchanged address asks a source of another operator. */
export const looksPerOther = 10;

/** One look at every enabled family of every uplink; each distinct source is asked once. Never rejects, writes nothing. */
export async function detect(request: DetectRequest): Promise<Detection[]> {
  return withinLook(request, (asks) => Promise.all(asks.map(lookOnce)));
}

/** Asks every source of every enabled family, for people who want to see what each says; the verdict is over all of them. */
export async function askAll(request: DetectRequest): Promise<Detection[]> {
  return withinLook(request, (asks) => Promise.all(asks.map(askEach)));
}

/** One family of one uplink, and how to ask for it. */
interface Ask {
  readonly request: DetectRequest;
  readonly uplink: DetectedUplink;
  readonly family: Family;
  readonly remembered: RememberedAddress | null;
  readonly rules: AgreementRules;
  readonly candidates: readonly Candidate[];
  /** This machine's addresses from which nothing is answered. */
  readonly unanswered: readonly string[];
  /** Whether this look hears another voice than the usual one. */
  readonly isOtherDue: boolean;
  /** Answers of this round, by source and question: uplinks that share a source share its answer. */
  readonly shared: Map<string, Promise<TimedAnswer>>;
  readonly signal: AbortSignal;
}

async function withinLook<T>(request: DetectRequest, run: (asks: readonly Ask[]) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  // Every source of the look listens.
  setMaxListeners(0, stop.signal);
  const passOn = () => stop.abort(request.signal.reason);
  if (request.signal.aborted) passOn();
  request.signal.addEventListener("abort", passOn, { once: true });
  void request.clock.sleep(maxLookMs, stop.signal).then(() => stop.abort(new Error("detection took longer than 15 s")));
  try {
    const shared = new Map<string, Promise<TimedAnswer>>();
    return await run(request.uplinks.flatMap((uplink) => prepareAsks(request, uplink, shared, stop.signal)));
  } finally {
    request.signal.removeEventListener("abort", passOn);
    stop.abort(new Error("no longer needed"));
  }
}

function prepareAsks(
  request: DetectRequest,
  uplink: DetectedUplink,
  shared: Ask["shared"],
  signal: AbortSignal,
): Ask[] {
  return families
    .filter((family) => uplink[family].enabled)
    .map((family) => {
      const remembered = request.remembered[uplink.name]?.[family] ?? null;
      const rules = rulesFor(uplink[family], family, remembered);
      const candidates = expandSources(uplink[family].sources, family)
        .map(({ uri, fromAuto }) => {
          const source = request.sourceFor(uri);
          return { source, fromAuto, required: rules.behindNat === "refuse" && source.operator === "router" };
        })
        .filter((candidate) => isTried(candidate, uplink, request));
      const unanswered =
        family === "ipv6" ? listUnanswered(ownAddressMemory(request.memory, uplink), request.clock.steadyMs()) : [];
      const looksSinceOther = request.looksSinceOther ?? remembered?.looksSinceOther ?? 0;
      const isOtherDue = looksSinceOther + 1 >= looksPerOther;
      return { request, uplink, family, remembered, rules, candidates, unanswered, isOtherDue, shared, signal };
    });
}

/** Of the ways in which `auto` asks the router only the one that works is gone on with. */
function isTried(candidate: Candidate, uplink: DetectedUplink, { memory, clock }: DetectRequest): boolean {
  const routers = isOneOfRouters(candidate) ? routerMemory(memory, uplink) : null;
  return routers === null || isWorthAsking(routers, candidate.source.uri, clock.steadyMs());
}

function isOneOfRouters({ source, fromAuto }: Candidate): boolean {
  return fromAuto && source.operator === "router";
}

function routerMemory({ routers }: DetectionMemory, { interfaceName }: DetectedUplink): RouterMemory {
  const key = interfaceName ?? "";
  const known = routers.get(key) ?? createRouterMemory();
  routers.set(key, known);
  return known;
}

function rulesFor(settings: DetectedFamily, family: Family, remembered: RememberedAddress | null): AgreementRules {
  const independent = countIndependentSources(settings.sources, family);
  return {
    confirm: settings.confirm ?? Math.max(1, Math.min(2, independent)),
    remembered: remembered?.address ?? null,
    behindNat: settings.behindNat ?? "publish",
  };
}

function ownAddressMemory({ ownAddresses }: DetectionMemory, { interfaceName }: DetectedUplink): OwnAddressMemory {
  const key = interfaceName ?? "";
  const known = ownAddresses.get(key) ?? createOwnAddressMemory();
  ownAddresses.set(key, known);
  return known;
}

async function lookOnce(ask: Ask): Promise<Detection> {
  const detection = await lookAsFewTimes(ask);
  return ask.request.reason === "event" ? detection : checkOwnAddress(ask, detection, lookAsFewTimes);
}

async function lookAsFewTimes(ask: Ask): Promise<Detection> {
  const { request, candidates, rules, isOtherDue } = ask;
  const main = findMain(ask);
  const answers = await look({
    candidates,
    order: orderCandidates(ask, main),
    rules,
    otherThan: isOtherDue && main !== null ? main.source.operator : null,
    ask: (candidate, toConfirm) => askCandidate(ask, candidate, toConfirm),
    clock: request.clock,
    random: request.random,
  });
  return conclude(ask, answers);
}

async function askEach(ask: Ask): Promise<Detection> {
  return checkOwnAddress(ask, await askEveryone(ask), askEveryone);
}

async function askEveryone(ask: Ask): Promise<Detection> {
  const answers = await Promise.all(ask.candidates.map((candidate) => askCandidate(ask, candidate, true)));
  return conclude(ask, answers);
}

function conclude({ uplink, family, rules }: Ask, answers: readonly SourceAnswer[]): Detection {
  return { uplink: uplink.name, family, ...chooseAddress(answers, rules), answers };
}

/** Another look, where it turns out that another of this machine's addresses is answered than was thought. */
async function checkOwnAddress(
  ask: Ask,
  detection: Detection,
  lookAgain: (ask: Ask) => Promise<Detection>,
): Promise<Detection> {
  if (ask.family === "ipv4") return detection;
  const { signal, unanswered } = ask;
  const { clock } = ask.request;
  const memory = ownAddressMemory(ask.request.memory, ask.uplink);
  const othersBeside = (source: string) => listOthers(ask, source);
  const check = { detection, memory, unanswered, othersBeside, probes: listProbes(ask), clock, signal };
  if (!(await noteWhatIsAnswered(check))) return detection;
  return lookAgain({ ...ask, unanswered: listUnanswered(memory, clock.steadyMs()) });
}

/** What the interface had beside the address, as it said in this look: it is not asked again. */
async function listOthers(ask: Ask, source: string): Promise<readonly string[]> {
  const candidate = ask.candidates.find((each) => each.source.uri === source);
  const raw = candidate && (await askShared(ask, candidate, false)).raw;
  return (raw?.kind === "address" && raw.others) || [];
}

const maxProbes = 2;

/** Those who can tell whether a question reaches them: the cheap ones, each of another operator. */
function listProbes(ask: Ask): readonly Probe[] {
  const { clock } = ask.request;
  const cheap = orderCandidates(ask, null).filter(
    ({ source }) => source.cost === "cheap" && source.operator !== "router",
  );
  const distinct = cheap.filter(
    ({ source }, index) => cheap.findIndex((each) => each.source.operator === source.operator) === index,
  );
  return distinct.slice(0, maxProbes).map((candidate) => async (sendFrom) => {
    const question = { ...questionFor(ask, candidate), sendFrom };
    return (await askSource(candidate.source, question, { clock, maxMs: maxSourceMs })).raw;
  });
}

/** Who is asked in a look that nothing is changed in: a router that tells of changes, else whoever named the address. */
function findMain(ask: Ask): Candidate | null {
  const { candidates, remembered } = ask;
  const named = candidates.find(({ source }) => source.uri === remembered?.source) ?? null;
  return candidates.find((candidate) => isToldBy(ask, candidate)) ?? named;
}

/** Whether this is a router that named the address and would tell if it had another one. */
function isToldBy(ask: Ask, candidate: Candidate): boolean {
  return lastTold(ask, candidate)?.address === (ask.remembered?.address ?? "");
}

function lastTold({ request, uplink }: Ask, candidate: Candidate): RouterAnswer | null {
  const { memory, news = null } = request;
  return isOneOfRouters(candidate) ? answerThatHolds(routerMemory(memory, uplink), news) : null;
}

/**
 * The usual source first, then as configured, those that failed lately last. The expensive ones of `auto` come after the
 * others, but before what failed three times, since their last answer is at hand.
 */
function orderCandidates(ask: Ask, main: Candidate | null): readonly Candidate[] {
  const rank = (candidate: Candidate) => {
    if (isSpared(candidate)) return 2.5;
    const failures = Math.min(ask.request.memory.failures.get(keyOf(ask, candidate)) ?? 0, 3);
    if (isTedious(ask, candidate)) return failures + 0.5;
    return failures - (candidate === main || isToBeHeard(ask, candidate) ? 1 : 0);
  };
  return ask.candidates.filter(({ source }) => source.cost !== "local").sort((left, right) => rank(left) - rank(right));
}

/** A router that takes some connections to ask: in a turn of the schedule another source confirms what is known with one packet. */
function isTedious(ask: Ask, candidate: Candidate): boolean {
  const isTurn = ask.request.reason === "schedule" && ask.remembered !== null;
  const isCostly = isTurn && candidate.fromAuto && candidate.source.cost === "moderate";
  return isCostly && !isToldBy(ask, candidate) && !isToBeHeard(ask, candidate);
}

/** A router tells of changes, and what it says now is not known yet. */
function isToBeHeard({ request, uplink }: Ask, candidate: Candidate): boolean {
  if (!isOneOfRouters(candidate) || !request.news?.isAnyTelling()) return false;
  const { answering, last } = routerMemory(request.memory, uplink);
  return answering === null && last === null;
}

/** Asked at most every 5 minutes, except to confirm. */
function isSpared({ source, fromAuto }: Candidate): boolean {
  return fromAuto && source.cost === "expensive";
}

async function askCandidate(ask: Ask, candidate: Candidate, toConfirm: boolean): Promise<SourceAnswer> {
  const { raw, durationMs, isKept = false } = await askShared(ask, candidate, toConfirm);
  const { request, uplink, family } = ask;
  const { allowNonPublic } = request;
  const { only = [], never = [] } = uplink[family];
  const rules = { allowNonPublic, only, never };
  const answer = judgeAnswer({ source: candidate.source, uplink: uplink.name, family, ...rules, durationMs }, raw);
  return isKept ? { ...answer, kept: true } : answer;
}

function askShared(ask: Ask, candidate: Candidate, toConfirm: boolean): Promise<TimedAnswer> {
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
function isRoutine(ask: Ask, candidate: Candidate): boolean {
  return ask.request.reason === "schedule" && !ask.isOtherDue && !candidate.required && isToldBy(ask, candidate);
}

async function askAndNote(ask: Ask, candidate: Candidate, key: string): Promise<TimedAnswer> {
  const { source } = candidate;
  const { request, uplink, signal } = ask;
  const { memory, clock } = request;
  const answer = await askSource(source, questionFor(ask, candidate), { clock, maxMs: maxSourceMs });
  // Nobody waits any longer for one that is slow, and it is remembered for that.
  const isHeard = !signal.aborted || answer.durationMs >= slowAfterMs;
  if (answer.raw.kind === "address") memory.failures.delete(key);
  else if (isHeard) memory.failures.set(key, (memory.failures.get(key) ?? 0) + 1);
  if (isOneOfRouters(candidate) && isHeard) {
    noteUntoldChange(ask, answer.raw, lastTold(ask, candidate));
    noteRouterAnswer(routerMemory(memory, uplink), source.uri, answer.raw, clock.steadyMs());
  }
  if (source.cost === "expensive" && !signal.aborted)
    memory.expensiveAnswers.set(key, { raw: answer.raw, atMs: clock.steadyMs() });
  return answer;
}

function noteUntoldChange({ request }: Ask, raw: RawAnswer, told: RouterAnswer | null): void {
  if (request.reason !== "schedule" || raw.kind !== "address" || told?.router === undefined) return;
  if (raw.address !== told.address) request.news?.noteUntold(told.router);
}

function questionFor(ask: Ask, { fromAuto }: Candidate): Question {
  const { uplink, family, remembered, unanswered, signal } = ask;
  const published = remembered?.address ?? null;
  return { family, interfaceName: uplink.interfaceName, skipsTunnels: fromAuto, published, unanswered, signal };
}

/** Two asks with one key get one answer. */
function keyOf({ uplink, family, remembered, unanswered }: Ask, { source, fromAuto }: Candidate): string {
  const published = source.cost === "local" ? (remembered?.address ?? "") : "";
  return JSON.stringify([source.uri, uplink.interfaceName, family, published, fromAuto, ...unanswered]);
}
