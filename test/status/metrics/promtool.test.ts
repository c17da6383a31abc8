import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startTestServer } from "../start-test-server.ts";

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;

it.runIf(hasPromtool)("the metrics are as Prometheus' own tool wants them", async () => {
  const { port } = await startTestServer();
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  expect(execFileSync("promtool", ["check", "metrics"], { input: await answer.text(), encoding: "utf8" })).toBe("");
});

it("the page, the alerts and the dashboard speak of metrics that there are", async () => {
  const { port } = await startTestServer();
  const given = new Set((await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).match(/(?<=^# TYPE )\w+/gm));
  for (const file of ["metrics.md", "prometheus/alerts.yaml", "prometheus/dashboard.json"]) {
    const text = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), "utf8");
    const named = [...text.matchAll(/\bgigahost_ddns_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ""),
    );
    expect([file, named.length > 2, named.filter((name) => !given.has(name))]).toEqual([file, true, []]);
  }
});
