import { type ChallengeBook, openChallengeBook } from "../../../acme/challenge-book.ts";
import { challengeNameOf } from "../../../acme/challenge-name.ts";
import type { HookCall } from "../../../acme/read-hook.ts";
import { cleanUpChallenge, presentChallenge } from "../../../acme/set-challenge.ts";
import { waitUntilVisible } from "../../../acme/wait-until-visible.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import { isChallengeValue } from "../../../gateway/acme/is-challenge-value.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createNameServerFinder } from "../../../publish/verify/find-name-servers.ts";
import { openClient } from "../../account/api-account.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { findStateDir } from "../../daemon-client/find-daemon.ts";

/** Longer than Gigahost's name servers take, shorter than certificate authorities wait. */
const maxWaitMs = 120_000;

/**
 * Does what an ACME client asks for; several at once where it names several. 75 where a name server doesn't show it in time.
 * `quiet`: says nothing of what went well.
 */
export async function doChallenges(
  context: CommandContext,
  calls: readonly HookCall[],
  { wait, quiet = false }: { readonly wait: boolean; readonly quiet?: boolean },
): Promise<number> {
  const problems = calls.filter(({ value }) => !isChallengeValue(value)).map(({ value }) => explainValue(value));
  if (problems.length > 0) throw new UsageError(problems);
  const gigahost = await openClient(context);
  const stateDir = await findStateDir(context);
  const work = { context, gigahost, book: openChallengeBook(stateDir, systemClock, context.signal) };
  // One after the other: the server takes one write to a zone at a time.
  const places: { readonly name: string; readonly value: string }[] = [];
  for (const call of calls) {
    const name = challengeNameOf(call.name);
    const place = await (call.action === "present" ? present : cleanUp)(work, name, call.value);
    if (call.action === "present") {
      places.push({ name: place, value: call.value });
      if (!quiet) context.stderr.write(`${place} TXT ${call.value} is in the zone\n`);
    }
    await expireOld(work, place);
  }
  return wait && places.length > 0 ? showAll(context, places) : 0;
}

const maxShownLength = 60;

const explainValue = (value: string) =>
  `"${value.slice(0, maxShownLength)}" is not the value of a DNS-01 challenge: it has 43 letters, digits, - and _`;

interface ChallengeWork {
  readonly context: CommandContext;
  readonly gigahost: Gigahost;
  readonly book: ChallengeBook;
}

function present({ context, gigahost, book }: ChallengeWork, name: string, value: string): Promise<string> {
  const onPlace = (place: string) => book.note(place, value).catch(() => undefined);
  return presentChallenge(gigahost, name, value, { clock: systemClock, signal: context.signal, onPlace });
}

async function cleanUp({ context, gigahost, book }: ChallengeWork, name: string, value: string): Promise<string> {
  const place = await cleanUpChallenge(gigahost, name, value, { clock: systemClock, signal: context.signal });
  await book.forget(place, value).catch(() => undefined);
  return place;
}

/** What a client that never came back left there. Where that fails, the next call tries again. */
async function expireOld(work: ChallengeWork, place: string): Promise<void> {
  for (const { value } of await work.book.listExpired(place)) await cleanUp(work, place, value).catch(() => undefined);
}

async function showAll(
  { stderr, signal }: CommandContext,
  places: readonly { readonly name: string; readonly value: string }[],
): Promise<number> {
  const findNameServers = createNameServerFinder();
  const options = { clock: systemClock, findNameServers, signal, maxMs: maxWaitMs };
  const all = await Promise.all(places.map(({ name, value }) => waitUntilVisible(name, value, options)));
  const hidden = [...new Set(all.flatMap((each) => (each.kind === "hidden" ? each.servers : [])))];
  if (hidden.length > 0) {
    stderr.write(
      `gigahost-ddns: ${hidden.join(", ")} ${hidden.length === 1 ? "doesn't" : "don't"} show it after ${maxWaitMs / 1000} s; try again later, or use --no-wait\n`,
    );
    return 75;
  }
  if (all.some(({ kind }) => kind === "unknown"))
    stderr.write("warning: the zone's name servers can't be found from here, so nobody waited for them\n");
  return 0;
}
