import { Registry } from "prom-client";
import { expect, it } from "vitest";
import type { RoundReport } from "../../../src/model/report.ts";
import { listMetrics, type Metric } from "../../../src/status/metrics/list-metrics.ts";
import { createTally } from "../../../src/status/metrics/tally.ts";
import { writeMetrics } from "../../../src/status/metrics/write-metrics.ts";
import { sampleStatus } from "../start-test-server.ts";

const report: RoundReport = {
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: 1500,
  addresses: [],
  outcomes: [
    {
      ...{ hostname: 'a"b\\c.example.no', family: "ipv4", action: "update", result: "good", consequence: "done" },
      ...{ address: "185.0.2.1", previous: null, reason: null, nextAttemptAt: null },
    } as RoundReport["outcomes"][number], // as the server said
  ],
  answers: [
    {
      ...{ source: "stun://a.example", operator: "a", uplink: "default", family: "ipv4", kind: "address" },
      ...{ address: "185.0.2.1", reason: null, authoritative: false, durationMs: 70 },
    } as RoundReport["answers"][number], // as the source said
  ],
  requests: [{ operation: "dns.dyndns", status: "200", durationMs: 12 }],
};

it("counts rounds, updates, answers and requests, and how long sources took, since the start of the process", async () => {
  const tally = createTally();
  tally.note(report);
  tally.note(report);
  const text = await write(listMetrics(sampleStatus, tally), (text) => text);
  const lines = text.split("\n");
  for (const line of [
    "gigahost_ddns_rounds_total 2",
    'gigahost_ddns_updates_total{hostname="a\\"b\\\\c.example.no",family="ipv4",result="good"} 2',
    'gigahost_ddns_source_answers_total{source="stun://a.example",result="address"} 2',
    'gigahost_ddns_source_seconds_bucket{source="stun://a.example",le="0.05"} 0',
    'gigahost_ddns_source_seconds_bucket{source="stun://a.example",le="0.1"} 2',
    'gigahost_ddns_source_seconds_bucket{source="stun://a.example",le="+Inf"} 2',
    'gigahost_ddns_source_seconds_sum{source="stun://a.example"} 0.14',
    'gigahost_ddns_source_seconds_count{source="stun://a.example"} 2',
    'gigahost_ddns_api_requests_total{operation="dns.dyndns",status="200"} 2',
    "gigahost_ddns_last_round_timestamp_seconds 1767225601.5",
    "# TYPE gigahost_ddns_source_seconds histogram",
    'gigahost_ddns_health{state="ok"} 1',
    'gigahost_ddns_health{state="failing"} 0',
  ])
    expect(lines).toContain(line);
});

it("counts the answers of each client of the gateway, and times all of them as one source", async () => {
  const tally = createTally();
  const pushed = ["push:attic", "push:cabin"].flatMap((source) =>
    report.answers.map((answer) => ({ ...answer, source })),
  );
  tally.note({ ...report, answers: [...report.answers, ...pushed] });
  const lines = (await write(listMetrics(sampleStatus, tally), (text) => text)).split("\n");
  expect(lines.filter((line) => /_source_(seconds_count|answers_total)\{/.test(line))).toEqual([
    'gigahost_ddns_source_answers_total{source="stun://a.example",result="address"} 1',
    'gigahost_ddns_source_answers_total{source="push:attic",result="address"} 1',
    'gigahost_ddns_source_answers_total{source="push:cabin",result="address"} 1',
    'gigahost_ddns_source_seconds_count{source="stun://a.example"} 1',
    'gigahost_ddns_source_seconds_count{source="push"} 2',
  ]);
});

it("counts nothing that was only planned", () => {
  const tally = createTally();
  tally.note({ ...report, outcomes: report.outcomes.map((outcome) => ({ ...outcome, result: null })) });
  expect([...tally.updates.samples()]).toEqual([]);
});

it("hides secrets in what servers and sources said", async () => {
  const tally = createTally();
  tally.note({
    ...report,
    answers: report.answers.map((answer) => ({ ...answer, source: "https://a.example/?k=hush" })),
  });
  const text = await write(listMetrics(sampleStatus, tally), (each) => each.replaceAll("hush", "***"));
  expect(text).toContain("?k=***");
  expect(text).not.toContain("hush");
});

it("writes the very text that Prometheus's own library writes, also in many pieces", async () => {
  const tally = createTally();
  tally.note(report);
  const odd = { name: "odd", help: 'a\\b "c"\nd', type: "gauge" as const, labels: ["text"] };
  const values = [1, 0, 0.1, 1e21, 1.5e-7, -3].map((value) => ({ labels: ['a\\b "c"\nd'], value }));
  const many = Array.from({ length: 1_500 }, (_, value) => ({
    labels: [`ø-${value}`, "ok"],
    value,
  }));
  const list = () => [
    ...listMetrics(sampleStatus, tally),
    { ...odd, values },
    { ...odd, name: "many", labels: ["hostname", "state"], values: many },
  ];
  expect(await write(list(), (text) => text)).toBe(await byLibrary(list()));
});

it("lets others have their turn while it writes many", async () => {
  const many = Array.from({ length: 10_000 }, (_, value) => ({ labels: [`host-${value}`], value }));
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  await write([{ name: "many", help: "Many.", type: "gauge", labels: ["hostname"], values: many }], (text) => text);
  clearInterval(others);
  expect(turns).toBeGreaterThan(1);
});

async function write(...given: Parameters<typeof writeMetrics>): Promise<string> {
  return (await writeMetrics(...given)).toString();
}

function byLibrary(metrics: readonly Metric[]): Promise<string> {
  const registry = new Registry();
  for (const metric of metrics) {
    const values = Array.from(metric.values, (each) => ({
      ...each,
      labels: Object.fromEntries(each.labels.map((text, index) => [metric.labels[index], text])),
    }));
    const each = { name: metric.name, get: async () => ({ ...metric, values, aggregator: "omit" }) };
    registry.registerMetric(each as unknown as Parameters<typeof registry.registerMetric>[0]); // what it asks of one
  }
  return registry.metrics();
}
