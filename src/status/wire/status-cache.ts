import type { Status } from "../../model/status.ts";

/** The status, ready to send. */
export interface ServedStatus {
  readonly status: Status;
  /** Made when it is first asked for: the page needs none of it. */
  readonly json: string;
}

export interface StatusCache {
  get(): ServedStatus;
  /** To be called when something has happened that changes the status. */
  forget(): void;
}

const minAgeMs = 200;
/** Of the time, at most one part in this many goes into making the status again, however large it is. */
const share = 25;

/** Keeps the status until something happens, and for a short while only, since health changes with time too. */
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
