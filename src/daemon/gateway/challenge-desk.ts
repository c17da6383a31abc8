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
  const options = { clock, signal };
  /** Two writes to a zone at a time are refused. */
  const turns = takeTurns();
  const remove = async (name: string, value: string) => {
    const place = await cleanUpChallenge(await account(), name, value, options);
    await book.forget(place, value).catch(() => undefined);
  };
  const removeOldest = async (place: string) => {
    const noted = await book.listAt(place);
    for (const { value } of noted.slice(0, Math.max(0, noted.length - maxValues))) await remove(place, value);
  };
  return {
    present: (host, value) =>
      turns.run(async () => {
        const onPlace = (place: string) => book.note(place, value).catch(() => undefined);
        const place = await presentChallenge(await account(), challengeNameOf(host), value, { ...options, onPlace });
        // What was asked for is done, however this ends.
        await removeOldest(place).catch((error) => log.warn(`${place}: can't delete an old challenge`, { error }));
      }),
    cleanUp: (host, value) => turns.run(() => remove(challengeNameOf(host), value)),
    async findHost(hosts, name) {
      const challenges = new Map(hosts.map((host) => [challengeNameOf(host), host]));
      const found = challenges.has(name)
        ? name
        : await findChallengeAt(await account(), [...challenges.keys()], name, options);
      return (found === null ? undefined : challenges.get(found)) ?? null;
    },
  };
}
