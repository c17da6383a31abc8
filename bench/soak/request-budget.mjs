// How many requests the contract allows: one per change, the retries that its back-off makes room for, and at most one
// repeated request per hostname after a power failure.

const second = 1000;
const hour = 3_600_000;

/** Every request of one update: one to dyndns; the records API is asked for zones, records, the write and the records again. */
const perUpdate = { ipv4: 1, ipv6: 1 + 4 };

/** The shortest wait after that many failures in a row: twice as long each time, up to where the jitter reaches the maximum. */
const shortestWaits = {
  usual: (attempts) => Math.min(30 * second * 2 ** (attempts - 1), (hour * 2) / 3),
  long: (attempts) => Math.min((hour / 2) * 2 ** (attempts - 1), 4 * hour),
  // The account is probed after an hour, then daily.
  held: (attempts) => (attempts === 1 ? hour : 24 * hour),
};

/**
 * An attempt that brings an answer without words: the request for both hostnames of dyndns, one for each of them (one may be
 * what the server fails at), and one to the records API for the hostname with IPv6 only.
 */
const wordless = 1 + 2 + 1;

/** `groups`: how many requests one attempt consists of at the most. */
const outages = {
  429: (retryAfterS) => ({ waits: () => Math.max(1, retryAfterS) * second, groups: 1 }),
  "429-bare": () => ({ waits: shortestWaits.usual, groups: 1 }),
  500: () => ({ waits: shortestWaits.usual, groups: wordless }),
  502: () => ({ waits: shortestWaits.usual, groups: wordless }),
  reset: () => ({ waits: shortestWaits.usual, groups: 1 }),
  silence: () => ({ waits: shortestWaits.usual, groups: 1 }),
  garbage: () => ({ waits: shortestWaits.usual, groups: wordless }),
  cut: () => ({ waits: shortestWaits.usual, groups: 1 }),
  "lost-answer": () => ({ waits: shortestWaits.usual, groups: 1 }),
  dnserr: () => ({ waits: shortestWaits.long, groups: 1 }),
  911: () => ({ waits: shortestWaits.long, groups: 1 }),
  // The refusal, and whether the key is good for anything; then the probes.
  badauth: () => ({ waits: shortestWaits.held, groups: 1, extra: 1 }),
};

export function createRequestBudget(time) {
  const calm = { seen: 0, allowed: 0 };
  const troubled = { seen: 0, allowed: 0, byFault: {} };
  let outage = null;

  const closeOutage = () => {
    if (!outage) return;
    const { fault, retryAfterS, firstMs, seen } = outage;
    const allowed = firstMs === null ? 0 : countAttempts(outages[fault](retryAfterS), time.nowMs - firstMs);
    troubled.seen += seen;
    troubled.allowed += allowed;
    const sum = troubled.byFault[fault] ?? { seen: 0, allowed: 0 };
    troubled.byFault[fault] = sum;
    sum.seen += seen;
    sum.allowed += allowed;
    // What has been waiting is published once, after the probe that finds the account good.
    calm.allowed += perUpdate.ipv6 + (fault === "badauth" ? 1 : 0);
    outage = null;
  };
  return {
    calm,
    troubled,
    /** What changes during an outage is published together after it. */
    noteChange: (family) => {
      if (!outage) calm.allowed += perUpdate[family];
    },
    /** What the daemon knew is lost: a power failure before it was written, or a disk that could not be written. */
    noteLoss: () => {
      calm.allowed += perUpdate.ipv6;
    },
    noteOutage(next) {
      closeOutage();
      if (next) outage = { ...next, firstMs: null, seen: 0 };
    },
    noteRequest({ path }) {
      const concerned = outage && !(isDyndnsOnly(outage.fault) && path !== "/dns/dyndns");
      if (!concerned) {
        calm.seen += 1;
        return;
      }
      outage.firstMs ??= time.nowMs;
      outage.seen += 1;
    },
  };
}

/** These are words of the dyndns endpoint alone. */
export function isDyndnsOnly(fault) {
  return fault === "dnserr" || fault === "911";
}

function countAttempts({ waits, groups, extra = 0 }, lengthMs) {
  let attempts = 1;
  for (let passedMs = waits(1); passedMs <= lengthMs; passedMs += waits(attempts)) attempts += 1;
  return attempts * groups + extra;
}
