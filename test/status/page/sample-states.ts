import type { HistoryEvent } from "../../../src/model/history.ts";
import type { HostnameStatus, Status } from "../../../src/model/status.ts";
import { sampleStatus } from "../start-test-server.ts";

const hourMs = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** Times are around this one, so that what is shown is as it would be. */
export function makeStates(nowMs: number) {
  const line = (hostname: string, change: Partial<HostnameStatus> = {}): HostnameStatus => ({
    ...{
      hostname,
      family: "ipv4",
      wanted: "185.0.2.17",
      published: "185.0.2.17",
      publishedAt: iso(nowMs - 75 * hourMs),
    },
    ...{ state: "ok", result: "good", reason: null, nextAttemptAt: null },
    ...change,
  });
  const ipv6 = { family: "ipv6", wanted: "2a01:5a8:4:1::21", published: "2a01:5a8:4:1::21" } as const;
  const address = {
    uplink: "default",
    family: "ipv4",
    address: "185.0.2.17",
    source: "stun://stun.example.net:3478",
  } as const;
  const healthy: Status = {
    ...sampleStatus,
    startedAt: iso(nowMs - 200 * hourMs),
    lastRoundAt: iso(nowMs - 12_000),
    nextRoundAt: iso(nowMs + 18_000),
    addresses: [
      { ...address, seenAt: iso(nowMs - 12_000), changedAt: iso(nowMs - 75 * hourMs) },
      {
        ...address,
        ...{ family: "ipv6", address: ipv6.wanted, source: "interface:eth0" },
        seenAt: iso(nowMs - 12_000),
        changedAt: iso(nowMs - 75 * hourMs),
      },
    ],
    hostnames: [
      ...["home.example.no", "nas.example.no", "xn--blbr-roah.no"].flatMap((hostname) => [
        line(hostname),
        line(hostname, ipv6),
      ]),
      line("v6only.example.no", ipv6),
    ],
    channels: [{ channel: "ntfy (ntfy.sh)", state: "ok", reason: null, nextAttemptAt: null }],
  };
  const failing: Status = {
    ...healthy,
    health: "degraded",
    problems: [
      "nas.example.no (IPv4) is on hold: the server says that the name is not in this account; create it at Gigahost, then run `gigahost-ddns retry nas.example.no`.",
      "home.example.no (IPv6) is waiting: the server answered 503.",
    ],
    notes: ["About the IPv4 address: outvoted: https://ip.example.net/ says 185.0.2.99"],
    hostnames: [
      line("home.example.no"),
      line("home.example.no", {
        ...ipv6,
        ...{ published: "2a01:5a8:4:1::9", state: "waiting", result: "http_503", reason: "the server answered 503" },
        nextAttemptAt: iso(nowMs + 95_000),
      }),
      line("nas.example.no", {
        ...{ published: null, publishedAt: null, state: "held", result: "nohost" },
        reason:
          "the server says that the name is not in this account; create it at Gigahost, then run `gigahost-ddns retry nas.example.no`",
      }),
      line("nas.example.no", { ...ipv6, state: "absent", reason: "no IPv6 address on any interface" }),
      line("backup.example.no", {
        wanted: null,
        published: null,
        publishedAt: null,
        state: "refused",
        result: null,
        reason: "10.0.0.3 is outside of `only`",
      }),
      line("cabin.example.no", {
        wanted: null,
        published: null,
        publishedAt: null,
        state: "pending",
        result: null,
        reason: "nobody has told it yet",
      }),
    ],
    channels: [
      { channel: "ntfy (ntfy.sh)", state: "ok", reason: null, nextAttemptAt: null },
      {
        channel: "smtp (mail.example.no)",
        state: "failing",
        reason: "no answer in time",
        nextAttemptAt: iso(nowMs + 240_000),
      },
    ],
  };
  const held: Status = {
    ...failing,
    health: "failing",
    account: { state: "held", reason: "Gigahost refuses the API key (badauth)", nextProbeAt: iso(nowMs + hourMs) },
    problems: ["The account is on hold: Gigahost refuses the API key (badauth)."],
    hostnames: healthy.hostnames.map((each) => ({
      ...each,
      state: "held",
      result: "badauth",
      reason: "Gigahost refuses the API key (badauth)",
    })),
  };
  const many: Status = {
    ...healthy,
    health: "degraded",
    problems: ["host-00007.example.no (IPv4) is on hold: abuse."],
    hostnames: Array.from({ length: 1000 }, (_, index) =>
      line(
        `host-${String(index).padStart(5, "0")}.example.no`,
        index === 7 ? { state: "held", result: "abuse", reason: "abuse" } : {},
      ),
    ),
  };
  return { healthy, failing, held, many };
}

/** Three months of a home line: an address each week or so, a few outages, a hold. */
export function makeHistory(nowMs: number): readonly HistoryEvent[] {
  const nothing = { old: null, new: null, seenAt: null, source: null, reason: null, durationMs: null };
  const changes = Array.from({ length: 14 }, (_, index): HistoryEvent => {
    const atMs = nowMs - (88 - index * 6.1 + (index % 3)) * 24 * hourMs;
    const family = index % 4 === 3 ? "ipv6" : "ipv4";
    const name = (last: number) => (family === "ipv4" ? `185.0.2.${last}` : `2a01:5a8:4:${last}::21`);
    const durationMs = 900 + ((index * 7919) % 37) * (index === 9 ? 20_000 : 300);
    return {
      ...{ ...nothing, at: iso(atMs), event: "changed", hostname: "home.example.no", family, old: name(index + 3) },
      ...{ new: name(index + 4), seenAt: iso(atMs - durationMs), source: "stun://stun.example.net:3478", durationMs },
    };
  });
  const trouble = (day: number, hours: number, reason: string): readonly HistoryEvent[] => [
    { ...nothing, at: iso(nowMs - day * 24 * hourMs), event: "trouble", hostname: null, family: "ipv4", reason },
    {
      ...{
        ...nothing,
        at: iso(nowMs - (day * 24 - hours) * hourMs),
        event: "recovered",
        hostname: null,
        family: "ipv4",
      },
      ...{ reason, durationMs: hours * hourMs },
    },
  ];
  const hold: HistoryEvent = {
    ...{ ...nothing, at: iso(nowMs - 30 * hourMs), event: "held", hostname: "nas.example.no", family: "ipv4" },
    reason: "the server says that the name is not in this account",
  };
  return [...changes, ...trouble(61, 9, "no source answered"), ...trouble(33, 0.4, "sources disagree"), hold].sort(
    (one, other) => one.at.localeCompare(other.at),
  );
}
