import type { Health, Status } from "../../model/status.ts";
import { type Counts, durationBounds, type Tally } from "./tally.ts";

/** One metric. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  /** To be read once: if there are many, each is made when its turn comes. */
  readonly values: Iterable<Sample>;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
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
  const known = addresses.filter(({ address }) => address !== null);
  return [
    gauge("build_info", "The version that is running.", [sample({ version: status.version }, 1)]),
    gauge(
      "health",
      "1 for the state of health, 0 for the others.",
      healths.map((state) => sample({ state }, state === health ? 1 : 0)),
    ),
    gauge("account_held", "Whether nothing is sent because the account is held.", [
      sample({}, account.state === "held" ? 1 : 0),
    ]),
    gauge(
      "address_info",
      "The public addresses, each with the value 1.",
      known.map(({ uplink, family, address }) => sample({ uplink, family, address: address ?? "" }, 1)),
    ),
    gauge(
      "address_changed_timestamp_seconds",
      "When an address last changed, in Unix seconds.",
      known.flatMap(({ uplink, family, changedAt }) =>
        changedAt ? [sample({ uplink, family }, secondsOf(changedAt))] : [],
      ),
    ),
    gauge(
      "address_seen_timestamp_seconds",
      "When a source last named an address, in Unix seconds.",
      known.flatMap(({ uplink, family, seenAt }) => (seenAt ? [sample({ uplink, family }, secondsOf(seenAt))] : [])),
    ),
    gauge("held", "Whether a hostname is not tried again until something changes.", heldSamples(hostnames)),
    gauge("published", "Whether a hostname is published as wanted.", publishedSamples(hostnames)),
    gauge("leading", "Whether this replica publishes.", [
      sample({}, leadership === null || leadership.leading ? 1 : 0),
    ]),
  ];
}

function* publishedSamples(hostnames: Status["hostnames"]): Generator<Sample> {
  for (const { hostname, family, state } of hostnames) yield sample({ hostname, family }, state === "ok" ? 1 : 0);
}

function* heldSamples(hostnames: Status["hostnames"]): Generator<Sample> {
  const held = new Map<string, boolean>();
  for (const { hostname, state } of hostnames) held.set(hostname, held.get(hostname) === true || state === "held");
  for (const [hostname, isHeld] of held) yield sample({ hostname }, isHeld ? 1 : 0);
}

function listCounts({ rounds, updates, answers, requests, durations }: Tally): readonly Metric[] {
  const last = (value: number | null) => (value === null ? [] : [sample({}, value)]);
  return [
    counter("rounds_total", "Rounds since the start.", [sample({}, rounds.count)]),
    gauge(
      "last_round_timestamp_seconds",
      "When the last round ended, in Unix seconds.",
      last(rounds.lastAtMs && rounds.lastAtMs / 1000),
    ),
    gauge("last_round_seconds", "How long the last round took.", last(rounds.lastSeconds)),
    counter("updates_total", "Updates that were sent, by the server's answer.", countsOf(updates)),
    counter("source_answers_total", "Answers from sources: address, refused or none.", countsOf(answers)),
    counter("api_requests_total", "Requests to Gigahost, by operation and status.", countsOf(requests)),
    {
      name: `${prefix}source_seconds`,
      help: "How long sources took to answer.",
      type: "histogram",
      values: [...durations.values()].flatMap(({ labels, counts, sumSeconds }) => [
        ...durationBounds.map((le, index) => ({
          labels: { ...labels, le },
          value: counts[index] ?? 0,
          metricName: `${prefix}source_seconds_bucket`,
        })),
        { labels: { ...labels, le: "+Inf" }, value: counts.at(-1) ?? 0, metricName: `${prefix}source_seconds_bucket` },
        { labels, value: sumSeconds, metricName: `${prefix}source_seconds_sum` },
        { labels, value: counts.at(-1) ?? 0, metricName: `${prefix}source_seconds_count` },
      ]),
    },
  ];
}

const sample = (labels: Sample["labels"], value: number): Sample => ({ labels, value });
const metric =
  (type: Metric["type"]) =>
  (name: string, help: string, values: Iterable<Sample>): Metric => ({ name: prefix + name, help, type, values });
const gauge = metric("gauge");
const counter = metric("counter");
const secondsOf = (iso: string) => Date.parse(iso) / 1000;

function* countsOf(counts: Counts<string>): Generator<Sample> {
  for (const { labels, count } of counts.entries()) yield sample(labels, count);
}
