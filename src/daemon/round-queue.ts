import type { RoundReport } from "../model/report.ts";

/** Somebody who waits for a round: a user's `update` or `retry`. */
export interface RoundRequest {
  readonly force: boolean;
  /** Whose holds to lift first: a hostname's, all (`null`), or nobody's (`undefined`). */
  readonly lift?: string | null;
}

interface Waiter {
  readonly request: RoundRequest;
  readonly resolve: (report: RoundReport) => void;
  readonly reject: (error: Error) => void;
}

/** Requests that the next round will answer together. */
export interface RoundQueue {
  /** Resolves with the report of the next round that begins. */
  ask(request: RoundRequest): Promise<RoundReport>;
  /** Takes everybody who waits now: what they ask for together, and how to answer them. */
  take(): Batch;
}

export interface Batch {
  readonly force: boolean;
  readonly lifts: readonly (string | null)[];
  answer(report: RoundReport): void;
  refuse(error: Error): void;
}

export function createRoundQueue(wake: () => void): RoundQueue {
  let waiting: Waiter[] = [];
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        wake();
      }),
    take() {
      const taken = waiting;
      waiting = [];
      return {
        force: taken.some(({ request }) => request.force),
        lifts: taken.flatMap(({ request }) => (request.lift === undefined ? [] : [request.lift])),
        answer(report) {
          for (const { resolve } of taken) resolve(report);
        },
        refuse(error) {
          for (const { reject } of taken) reject(error);
        },
      };
    },
  };
}
