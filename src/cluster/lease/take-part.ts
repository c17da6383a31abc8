import type { Clock } from "../../platform/clock.ts";
import { Elector, type Now } from "./elector.ts";
import type { AskForLease } from "./lease-client.ts";

/** This process's part in an election. */
export interface Leadership {
  /** Who leads; null while nobody is known to. */
  leader(): string | null;
  /** Whether this process may act now; ask before each action. */
  mayAct(): boolean;
  /** Aborted when it may no longer act; a new one with each term. */
  term(): AbortSignal;
  /** Gives the lease back, and ends. */
  close(): Promise<void>;
}

export interface ElectionOptions {
  readonly identity: string;
  readonly name: string;
  readonly namespace: string;
  readonly ask: AskForLease;
  readonly clock: Clock;
  /** In [0, 1), for the jitter. */
  readonly random: () => number;
  /** Called when this process has begun or ceased to lead, or when another one has. */
  readonly onChange: () => void;
  /** Called once with why the election can't continue, and with null once it does. */
  readonly onProblem: (problem: string | null) => void;
}

/** How often the holder renews, how soon it tries again where that failed, and how often the others look, before jitter. */
const [renewMs, againMs, lookMs] = [2_000, 500, 2_000];
/** How long giving the lease back may take; after it, the others wait until it has expired. */
const maxReleaseMs = 2_000;

/** Takes part in an election until it is closed: one of all who do may act. Begins at once. */
export function takePart({ ask, clock, random, onChange, onProblem, ...options }: ElectionOptions): Leadership {
  const elector = new Elector(options);
  const stop = new AbortController();
  const now = (): Now => ({ steadyMs: clock.steadyMs(), wallMs: clock.wallMs() });
  const { term, tell } = createTerms(elector, now, onChange);
  /** Asks until there is nothing more to ask; false if an answer failed, and what it was about is to be asked again. */
  const talk = async (): Promise<boolean> => {
    for (let request = elector.next(now()); request; request = elector.next(now())) {
      const sent = now();
      const answer = await ask(request, stop.signal);
      if (stop.signal.aborted) return false;
      elector.receive(request, answer, { sent, now: now() });
      onProblem(answer.kind === "failed" ? answer.reason : null);
      tell();
      if (answer.kind === "failed") return false;
      if (answer.kind === "lease" && request.kind !== "read") return true;
    }
    return true;
  };
  const keepAsking = async () => {
    while (!stop.signal.aborted) {
      elector.look();
      const isWell = await talk();
      const waitMs = elector.mayAct(now()) ? (isWell ? renewMs : againMs) : lookMs * (1 + 1.2 * random());
      await clock.sleep(waitMs, stop.signal);
    }
  };
  /** Acting ends in time, whatever becomes of the request under way. */
  const watchTerm = async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(elector.actsForMs(now()) || lookMs, stop.signal);
      if (!stop.signal.aborted) tell();
    }
  };
  const ended = Promise.all([keepAsking(), watchTerm()]);
  return {
    leader: () => elector.leader(),
    mayAct: () => elector.mayAct(now()),
    term: () => term().signal,
    async close() {
      const giveBack = elector.release(now());
      term().abort(new NotLeading(null));
      stop.abort();
      await ended;
      const limit = new AbortController();
      void clock.sleep(maxReleaseMs).then(() => limit.abort());
      if (giveBack) await ask(giveBack, limit.signal);
    },
  };
}

/** The time in which this process may act, begun and ended by `tell`, which says so to whom it concerns. */
function createTerms(elector: Elector, now: () => Now, onChange: () => void) {
  let term = new AbortController();
  term.abort(new NotLeading(null));
  let told = "";
  return {
    term: () => term,
    tell() {
      const mayAct = elector.mayAct(now());
      if (mayAct && term.signal.aborted) term = new AbortController();
      if (!mayAct && !term.signal.aborted) term.abort(new NotLeading(elector.leader()));
      const words = `${mayAct} ${elector.leader()}`;
      if (words !== told) onChange();
      told = words;
    },
  };
}

/** Another replica leads, or nobody knows whether it does. */
class NotLeading extends Error {
  override readonly name = "NotLeading";
  constructor(leader: string | null) {
    super(leader === null ? "this replica does not lead" : `${leader} leads`);
  }
}
