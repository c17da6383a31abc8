import type { Health, Status } from "../../model/status.ts";
import { type Counts, durationBounds, type Tally } from "./tally.ts";

/** One metric. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  /** The names of its labels. */
  readonly labels: readonly string[];
  /** To be read once: if there are many, each is made when its turn comes. */
  readonly values: Iterable<Sample>;
}

export interface Sample {
  /** The values of the labels, in the order of their names; the last ones may be missing. */
  readonly labels: readonly string[];
  readonly value: number;
  /** For a histogram, the name with its suffix. */
  readonly metricName?: string;
}

const prefix = "gigahost_ddns_";
const healths: readonly Health[] = ["starting", "ok", "degraded", "failing"];

/** Everything that a monitoring system may want to know: the current state, and what was counted since the start. */
export function listMetrics(status: Status, tally: Tally): readonly Metric[] {
  return [...listStates(status), ...listCounts(tally)];
}

function listStates(status: Status): readonly Metric[] {
  const { health, hostnames, addresses, account, leadership } = status;
  return [
    gauge("build_info", "The version that is running.", ["version"], [sample([status.version], 1)]),
    gauge(
      "health",
      "1 for the state of health, 0 for the others.",
      ["state"],
      healths.map((state) => sample([state], state === health ? 1 : 0)),
    ),
    gauge(
      "account_held",
      "Whether nothing is sent because the account is held.",
      [],
      [sample([], account.state === "held" ? 1 : 0)],
    ),
    ...listAddressStates(addresses),
    gauge(
      "held",
      "Whether a hostname is not tried again until something changes.",
      ["hostname"],
      heldSamples(hostnames),
    ),
    gauge(
      "published",
      "Whether a hostname is published as wanted.",
      ["hostname", "family"],
      publishedSamples(hostnames),
    ),
    gauge(
      "leading",
      "Whether this replica publishes.",
      [],
      [sample([], leadership === null || leadership.leading ? 1 : 0)],
    ),
  ];
}

function listAddressStates(addresses: Status["addresses"]): readonly Metric[] {
  const known = addresses.filter(({ address }) => address !== null);
  return [
    gauge(
      "address_info",
      "The public addresses, each with the value 1.",
      ["uplink", "family", "address"],
      known.map(({ uplink, family, address }) => sample([uplink, family, address ?? ""], 1)),
    ),
    gauge(
      "address_changed_timestamp_seconds",
      "When an address last changed, in Unix seconds.",
      ["uplink", "family"],
      known.flatMap(({ uplink, family, changedAt }) =>
        changedAt ? [sample([uplink, family], secondsOf(changedAt))] : [],
      ),
    ),
    gauge(
      "address_seen_timestamp_seconds",
      "When a source last named an address, in Unix seconds.",
      ["uplink", "family"],
      known.flatMap(({ uplink, family, seenAt }) => (seenAt ? [sample([uplink, family], secondsOf(seenAt))] : [])),
    ),
  ];
}

function* publishedSamples(hostnames: Status["hostnames"]): Generator<Sample> {
  for (const { hostname, family, state } of hostnames) yield sample([hostname, family], state === "ok" ? 1 : 0);
}

function* heldSamples(hostnames: Status["hostnames"]): Generator<Sample> {
  const held = new Map<string, boolean>();
  for (const { hostname, state } of hostnames) held.set(hostname, held.get(hostname) === true || state === "held");
  for (const [hostname, isHeld] of held) yield sample([hostname], isHeld ? 1 : 0);
}

function listCounts({ rounds, updates, answers, requests, durations }: Tally): readonly Metric[] {
  const last = (value: number | null) => (value === null ? [] : [sample([], value)]);
  return [
    counter("rounds_total", "Rounds since the start.", [], [sample([], rounds.count)]),
    gauge(
      "last_round_timestamp_seconds",
      "When the last round ended, in Unix seconds.",
      [],
      last(rounds.lastAtMs && rounds.lastAtMs / 1000),
    ),
    gauge("last_round_seconds", "How long the last round took.", [], last(rounds.lastSeconds)),
    countsOf("updates_total", "Updates that were sent, by the server's answer.", updates),
    countsOf("source_answers_total", "Answers from sources: address, refused or none.", answers),
    countsOf("api_requests_total", "Requests to Gigahost, by operation and status.", requests),
    {
      name: `${prefix}source_seconds`,
      help: "How long sources took to answer.",
      type: "histogram",
      labels: ["source", "le"],
      values: [...durations].flatMap(([source, { counts, sumSeconds }]) => [
        ...durationBounds.map((le, index) => ({
          labels: [source, String(le)],
          value: counts[index] ?? 0,
          metricName: `${prefix}source_seconds_bucket`,
        })),
        { labels: [source, "+Inf"], value: counts.at(-1) ?? 0, metricName: `${prefix}source_seconds_bucket` },
        { labels: [source], value: sumSeconds, metricName: `${prefix}source_seconds_sum` },
        { labels: [source], value: counts.at(-1) ?? 0, metricName: `${prefix}source_seconds_count` },
      ]),
    },
  ];
}

const sample = (labels: Sample["labels"], value: number): Sample => ({ labels, value });
const metric =
  (type: Metric["type"]) =>
  (name: string, help: string, labels: Metric["labels"], values: Metric["values"]): Metric => ({
    name: prefix + name,
    ...{ help, type, labels, values },
  });
const gauge = metric("gauge");
const counter = metric("counter");
const secondsOf = (iso: string) => Date.parse(iso) / 1000;
const countsOf = (name: string, help: string, counts: Counts<string>) =>
  counter(name, help, counts.names, counts.samples());
