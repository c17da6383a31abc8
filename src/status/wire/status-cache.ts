import type { Status } from "../../model/status.ts";

/** The status, ready to send. */
export interface ServedStatus {
  readonly status: Status;
  readonly json: string;
}

export interface StatusCache {
  get(): ServedStatus;
  /** To be called when something has happened that changes the status. */
  forget(): void;
}

const minAgeMs = 200;
/** Of the time, at most one part in this many goes into making the status anew, however large it is. */
const share = 25;

/** Keeps the serialised status until something happens, and for a short while only, since health changes with time too. */
export function createStatusCache(
  makeStatus: () => Status,
  mask: (text: string) => string,
  steadyMs: () => number,
): StatusCache {
  let served: ServedStatus | null = null;
  let goodUntilMs = 0;
  return {
    get() {
      if (served && steadyMs() < goodUntilMs) return served;
      const beganMs = steadyMs();
      const status = makeStatus();
      if (served?.status !== status) served = { status, json: `${mask(JSON.stringify(status))}\n` };
      goodUntilMs = steadyMs() + Math.max(minAgeMs, share * (steadyMs() - beganMs));
      return served;
    },
    forget() {
      goodUntilMs = 0;
    },
  };
}
