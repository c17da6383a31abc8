import type { Family } from "../../model/family.ts";
import { type RememberedName, unknownName } from "../../model/state.ts";
import { hourMs } from "../../model/time/units.ts";
import type { Random } from "../../platform/random.ts";
import { mayHaveHappened } from "../answers/consequence.ts";
import { changesFor, type UpdateAnswer, type UpdateGroup } from "../engine.ts";
import { nextAccountWait, nextWait } from "./next-wait.ts";
import { holdAccount } from "./probe-account.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

export interface RememberContext {
  /** Steady ms. */
  readonly nowMs: number;
  /** ISO 8601, for showing. */
  readonly nowIso: string;
  readonly random: Random;
  /** The fingerprint of the settings a hostname's hold happens under; another one lifts it. */
  readonly settingsOf: (hostname: string) => string;
}

/** Takes over what the server said about a group, so that a crash right after costs nothing. */
export function rememberAnswers(
  draft: StateDraft,
  group: UpdateGroup,
  answers: readonly UpdateAnswer[],
  context: RememberContext,
): void {
  // One jitter for them all: what failed in one request is tried again in one request.
  const jitter = context.random();
  const together = { ...context, random: () => jitter };
  for (const answer of answers) rememberName(draft, group, answer, together);
  rememberAccount(draft, answers, together);
}

/** Notes that our own end cut off a request: its result is unknown, and nobody is to blame. */
export function rememberInterrupted(draft: StateDraft, group: UpdateGroup): void {
  for (const hostname of group.hostnames) {
    for (const family of [...changesFor(group, hostname), ...group.remove]) {
      const known = rememberedName(draft.state, hostname, family) ?? unknownName;
      draft.setName(hostname, family, unsettled(known, group, family));
    }
  }
}

function rememberName(draft: StateDraft, group: UpdateGroup, answer: UpdateAnswer, context: RememberContext): void {
  const { hostname, family } = answer;
  const known = rememberedName(draft.state, hostname, family) ?? unknownName;
  if (answer.consequence === "hold-hostname") holdHostname(draft, answer, context);
  else draft.setName(hostname, family, { result: answer.result, ...changeOf(known, group, answer, context) });
}

function changeOf(
  known: RememberedName,
  group: UpdateGroup,
  answer: UpdateAnswer,
  context: RememberContext,
): Partial<RememberedName> {
  const { consequence, family } = answer;
  if (consequence === "done") return published(known, group, answer, context);
  if (consequence === "hold-account") return {};
  if (consequence === "refuse-address") return { refusedAddress: addressOf(group, family), wait: null };
  const wait = nextWait(known.wait, answer, context);
  return mayHaveHappened(answer.result) ? { wait, ...unsettled(known, group, family) } : { wait };
}

function published(
  known: RememberedName,
  group: UpdateGroup,
  { family, result }: UpdateAnswer,
  { nowMs, nowIso }: RememberContext,
): RememberedName {
  const address = addressOf(group, family);
  const repeated = result === "nochg" && known.published === address;
  return {
    ...unknownName,
    published: address,
    publishedAt: address === null ? null : repeated ? known.publishedAt : nowIso,
    result,
    recentUpdatesMs: known.recentUpdatesMs.filter((ms) => ms > nowMs - hourMs).concat(nowMs),
  };
}

/** A hold is the hostname's: it goes to every family that is remembered. */
function holdHostname(draft: StateDraft, answer: UpdateAnswer, { nowIso, settingsOf }: RememberContext): void {
  const { hostname, family, result } = answer;
  const hold = { reason: answer.reason ?? result, result, since: nowIso, settings: settingsOf(hostname) };
  draft.setName(hostname, family, { result, hold, wait: null });
  const other = family === "ipv4" ? "ipv6" : "ipv4";
  if (rememberedName(draft.state, hostname, other)) draft.setName(hostname, other, { hold });
}

/** Any answer that shows the server at work ends the account's wait. */
function rememberAccount(draft: StateDraft, answers: readonly UpdateAnswer[], context: RememberContext): void {
  const refusal = answers.find(({ consequence }) => consequence === "hold-account");
  const wait = nextAccountWait(draft.state.account.wait, answers, context);
  if (refusal) holdAccount(draft, refusal, context);
  else if (wait !== draft.state.account.wait) draft.setAccount({ wait });
}

/** What the record may hold now besides what was confirmed; a repeated address changes nothing. */
function unsettled(known: RememberedName, group: UpdateGroup, family: Family): Partial<RememberedName> {
  const address = addressOf(group, family) ?? known.published;
  const same = address === known.published && !group.remove.includes(family);
  return same ? {} : { unsettledAddress: address };
}

function addressOf({ change, ipv4, ipv6 }: UpdateGroup, family: Family): string | null {
  if (!change.includes(family)) return null;
  return family === "ipv4" ? ipv4 : ipv6;
}
