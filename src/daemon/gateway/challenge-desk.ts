import { openChallengeBook } from "../../acme/challenge-book.ts";
import { challengeNameOf } from "../../acme/challenge-name.ts";
import { cleanUpChallenge, findChallengeAt, presentChallenge } from "../../acme/set-challenge.ts";
import type { ChallengeDesk } from "../../gateway/acme/challenge-desk.ts";
import { takeTurns } from "../../platform/take-turns.ts";
import type { ChallengeOffice } from "./expire-challenges.ts";

/** At one name: a client that never cleans up may not fill the zone. */
const maxValues = 8;

/** Sets challenges for the gateway's clients. */
export function createChallengeDesk({ clock, signal, stateDir, log, account }: ChallengeOffice): ChallengeDesk {
  const book = openChallengeBook(stateDir, clock, signal);
  /** Two writes to a zone at a time are refused. */
  const turns = takeTurns();
  const inTurn = (limit: AbortSignal, work: () => Promise<void>) =>
    turns.run(async () => {
      // Whoever asked may have gone while others had their turn.
      limit.throwIfAborted();
      await work();
    });
  const remove = async (name: string, value: string, limit: AbortSignal) => {
    const place = await cleanUpChallenge(await account(), name, value, { clock, signal: limit });
    await book.forget(place, value).catch(() => undefined);
  };
  const removeOldest = async (place: string, limit: AbortSignal) => {
    const noted = await book.listAt(place);
    for (const { value } of noted.slice(0, Math.max(0, noted.length - maxValues))) await remove(place, value, limit);
  };
  return {
    present: (host, value, limit) =>
      inTurn(limit, async () => {
        const onPlace = (place: string) => book.note(place, value).catch(() => undefined);
        const options = { clock, signal: limit, onPlace };
        const place = await presentChallenge(await account(), challengeNameOf(host), value, options);
        // What was asked for is done, however this ends.
        await removeOldest(place, limit).catch((error) =>
          log.warn(`${place}: can't delete an old challenge`, { error }),
        );
      }),
    cleanUp: (host, value, limit) => inTurn(limit, () => remove(challengeNameOf(host), value, limit)),
    async findHost(hosts, name, limit) {
      const challenges = new Map(hosts.map((host) => [challengeNameOf(host), host]));
      const found = challenges.has(name)
        ? name
        : await findChallengeAt(await account(), [...challenges.keys()], name, { signal: limit });
      return (found === null ? undefined : challenges.get(found)) ?? null;
    },
  };
}
