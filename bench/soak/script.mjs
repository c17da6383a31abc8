// What happens in those days, from a seed: a list of events in the order of time, each { atMs, kind, … } with atMs from the
// start. Several tracks go on at once, so that faults meet each other in ways that nobody thought of.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** mulberry32: small, and the same everywhere. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The last tenth is quiet: whatever was refused, held or lost until then has to be mended by itself. */
export function writeScript(seed, days) {
  const random = createRandom(seed);
  const between = (low, high) => low + (high - low) * random();
  const pick = (list) => list[Math.floor(random() * list.length)];
  const events = [];
  const endMs = days * day;
  const troubleEndsMs = endMs * 0.9 - 6 * hour;

  /** One thing after the other: pauses of about `everyMs`, then whatever `write` adds, which says when it is over. */
  const track = (everyMs, write, untilMs = troubleEndsMs) => {
    let atMs = between(0.2, 1) * everyMs;
    while (atMs < untilMs) atMs = write(atMs) + between(0.3, 1.7) * everyMs;
  };
  const lasting = (atMs, lengthMs, begin, end) => {
    const overMs = Math.min(atMs + lengthMs, troubleEndsMs);
    events.push({ atMs, ...begin }, { atMs: overMs, ...end });
    return overMs;
  };
  const once = (event) => (atMs) => {
    events.push({ atMs, ...event() });
    return atMs;
  };

  const bytes = [185, 2, 79];
  let changes = 0;
  const newAddress = (family) => {
    changes += 1;
    const [high, low] = [changes >> 8, changes & 255];
    return family === "ipv4"
      ? `${bytes[0]}.${high + 10}.${low}.${1 + Math.floor(between(0, 250))}`
      : `2a01:79c:${changes.toString(16)}:1::1`;
  };
  const change = (family) => ({ kind: "change", family, address: newAddress(family) });

  track(
    5 * hour,
    once(() => change("ipv4")),
    endMs - 8 * hour,
  );
  track(
    7 * hour,
    once(() => change("ipv6")),
    endMs - 8 * hour,
  );
  track(9 * hour, (atMs) => lasting(atMs, ...writeOutage(between, pick)));
  track(11 * hour, (atMs) => {
    const behaviour = pick(["silence", "reset", "html", "garbage", "private", "wrong", "stale"]);
    const canBeAll = behaviour !== "wrong" && behaviour !== "stale";
    const who = canBeAll && random() < 0.6 ? "all" : Math.floor(between(0, 3));
    const over = { kind: "sources", who, behaviour: "truth" };
    return lasting(atMs, between(10 * minute, 8 * hour), { kind: "sources", who, behaviour }, over);
  });
  track(30 * hour, (atMs) =>
    lasting(
      atMs,
      between(20 * minute, 5 * hour),
      { kind: "disk", fault: pick(["replaced", "full"]) },
      { kind: "disk", fault: null },
    ),
  );
  track(
    40 * hour,
    once(() => ({ kind: "delete-state" })),
  );
  track(
    15 * hour,
    once(() => ({ kind: pick(["restart", "restart", "kill", "kill-at-request", "reload"]) })),
  );
  track(36 * hour, (atMs) => {
    const errorMs = pick([30 * day, -hour, hour, -90 * day, "1970"]);
    return lasting(atMs, between(hour, 20 * hour), { kind: "clock", errorMs }, { kind: "clock", errorMs: 0 });
  });
  // A minute in the life of an unlucky machine: the address changes, and the power fails before anything is known.
  track(3 * day, (atMs) => {
    events.push({ atMs, ...change("ipv4") }, { atMs: atMs + Math.floor(between(0, 6 * minute)), kind: "kill" });
    return atMs;
  });
  return events.sort((one, other) => one.atMs - other.atMs);
}

const kinds = [
  "429",
  "429-bare",
  "500",
  "502",
  "reset",
  "silence",
  "garbage",
  "cut",
  "lost-answer",
  "dnserr",
  "911",
  "badauth",
];

function writeOutage(between, pick) {
  const fault = pick(kinds);
  const retryAfterS = Math.floor(between(20, 7200));
  const lengthMs = fault === "badauth" ? between(hour, 30 * hour) : between(5 * minute, 9 * hour);
  return [lengthMs, { kind: "outage", fault, retryAfterS }, { kind: "outage", fault: null }];
}
