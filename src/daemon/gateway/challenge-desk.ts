import { type ChallengeBook, openChallengeBook } from "../../acme/challenge-book.ts";
import { challengeNameOf } from "../../acme/challenge-name.ts";
import { cleanUpChallenge, findChallengePlace, presentChallenge } from "../../acme/set-challenge.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { ChallengeDesk } from "../../gateway/acme/challenge-desk.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";

export interface ChallengeOffice {
  account(): Promise<Gigahost>;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Why nothing may be sent now; null: it may. */
  standby(): string | null;
}

const sweepEveryMs = 60_000;
/** At one name: a client that never cleans up may not fill the zone. */
const maxValues = 8;

/** Sets challenges for the gateway's clients, and deletes after an hour what they leave behind. */
export function createChallengeDesk(office: ChallengeOffice): ChallengeDesk {
  const { clock, signal, stateDir } = office;
  const book = openChallengeBook(stateDir, clock);
  const options = { clock, signal };
  let working: Promise<unknown> = Promise.resolve();
  /** One after the other: two writes to a zone at a time are refused, and the book is one file. */
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const mine = working.then(run);
    working = mine.catch(() => undefined);
    return mine;
  };
  const remove = async (name: string, value: string) => {
    await cleanUpChallenge(await office.account(), name, value, options);
    await book.forget(name, value).catch(() => undefined);
  };
  void sweep(office, book, (name, value) => inTurn(() => remove(name, value)));
  return {
    present: (host, value) =>
      inTurn(async () => {
        const name = challengeNameOf(host);
        const noted = (await book.listAt(name)).filter((each) => each.value !== value);
        for (const oldest of noted.slice(0, Math.max(0, noted.length - maxValues + 1)))
          await remove(name, oldest.value);
        await book.note(name, value).catch(() => undefined);
        await presentChallenge(await office.account(), name, value, options);
      }),
    cleanUp: (host, value) => inTurn(() => remove(challengeNameOf(host), value)),
    async findHost(hosts, name) {
      const direct = hosts.find((host) => challengeNameOf(host) === name);
      if (direct !== undefined) return direct;
      for (const host of hosts) {
        const place = await findChallengePlace(await office.account(), challengeNameOf(host), options);
        if (place.fullName === name) return host;
      }
      return null;
    },
  };
}

/** What has stood for an hour goes, also what a hook left at the command line. */
async function sweep(
  { clock, signal, log, standby }: ChallengeOffice,
  book: ChallengeBook,
  remove: (name: string, value: string) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const expired = standby() === null ? await book.listExpired() : [];
    for (const { name, value } of expired) {
      await remove(name, value).catch((error) => log.warn(`${name}: an old challenge could not be deleted`, { error }));
    }
    await clock.sleep(sweepEveryMs, signal);
  }
}
