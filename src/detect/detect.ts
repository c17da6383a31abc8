import { setMaxListeners } from "node:events";
import type { Detection, SourceAnswer } from "../model/detection.ts";
import { askSource, type TimedAnswer } from "./ask-source.ts";
import { type Ask, type DetectRequest, ownAddressMemory, questionFor } from "./asking/ask.ts";
import { askCandidate, askShared, maxSourceMs } from "./asking/ask-candidate.ts";
import { findMain, orderCandidates } from "./asking/order-candidates.ts";
import { prepareAsks } from "./asking/prepare-asks.ts";
import { chooseAddress } from "./choose-address.ts";
import { look } from "./look.ts";
import { listUnanswered, noteWhatIsAnswered, type Probe } from "./network/check-own-address.ts";

const maxLookMs = 15_000;

/** One look at every enabled family of every uplink; each distinct source is asked once. Never rejects, writes nothing. */
export async function detect(request: DetectRequest): Promise<Detection[]> {
  return withinLook(request, (asks) => Promise.all(asks.map(lookOnce)));
}

/** Asks every source of every enabled family, for people who want to see what each says; the verdict is over all of them. */
export async function askAll(request: DetectRequest): Promise<Detection[]> {
  return withinLook(request, (asks) => Promise.all(asks.map(askEach)));
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
  return isKeptInDoubt(ask, answers) ? lookAsFewTimes({ ...ask, asksAnew: true }) : conclude(ask, answers);
}

/** Whether what a router said before is to be borne out by somebody else, and is not. */
function isKeptInDoubt({ isOtherDue, asksAnew }: Ask, answers: readonly SourceAnswer[]): boolean {
  const kept = answers.find((answer) => answer.kept === true && answer.operator === "router");
  if (asksAnew || kept === undefined) return false;
  const fresh = answers.filter((answer) => answer.kept !== true && answer.kind === "address");
  return fresh.some(({ address }) => address !== kept.address) || (isOtherDue && fresh.length === 0);
}

async function askEach(ask: Ask): Promise<Detection> {
  return checkOwnAddress(ask, await askEveryone(ask), askEveryone);
}

async function askEveryone(ask: Ask): Promise<Detection> {
  const answers = await Promise.all(ask.candidates.map((candidate) => askCandidate(ask, candidate, true)));
  return conclude(ask, answers);
}

function conclude({ uplink, family, rules }: Ask, answers: readonly SourceAnswer[]): Detection {
  const { verdict, address, source, reason, prefix, translation } = chooseAddress(answers, rules);
  return {
    uplink: uplink.name,
    family,
    verdict,
    address,
    source,
    reason,
    // Copied: an array that was filled bit by bit has room for sixteen more.
    answers: answers.slice(),
    // Last: what a spread adds to an object lies outside of it.
    ...(prefix !== undefined && { prefix }),
    ...(translation !== undefined && { translation }),
  };
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
