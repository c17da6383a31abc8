import type { Status } from "../../model/status.ts";

/** The status, ready to send. */
export interface ServedStatus {
  readonly status: Status;
  /** Made on first use, since the page doesn't need it. */
  readonly json: string;
}

export interface StatusCache {
  get(): ServedStatus;
  /** Call this when something has changed the status. */
  forget(): void;
}

const minAgeMs = 200;
/** At most one part in this many of the time is spent on making the status, however large it is. */
const share = 25;

/** Keeps the status until something happens, but only for a short while, since health also changes with time. */
export function createStatusCache(
  makeStatus: () => Status,
  mask: (text: string) => string,
  steadyMs: () => number,
): StatusCache {
  let served: ServedStatus | null = null;
  let goodUntilMs = 0;
  const measure = <T>(make: () => T): T => {
    const beganMs = steadyMs();
    const made = make();
    goodUntilMs = Math.max(goodUntilMs, steadyMs() + Math.max(minAgeMs, share * (steadyMs() - beganMs)));
    return made;
  };
  const serve = (status: Status): ServedStatus => {
    let json: string | null = null;
    return {
      status,
      get json() {
        json ??= measure(() => `${mask(JSON.stringify(status))}\n`);
        return json;
      },
    };
  };
  return {
    get() {
      if (served && steadyMs() < goodUntilMs) return served;
      const status = measure(makeStatus);
      if (served?.status !== status) served = serve(status);
      return served;
    },
    forget() {
      served = null;
      goodUntilMs = 0;
    },
  };
}
