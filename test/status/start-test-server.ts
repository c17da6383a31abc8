import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { HistoryEvent } from "../../src/model/history.ts";
import type { Outcome, RoundReport } from "../../src/model/report.ts";
import type { Status } from "../../src/model/status.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type DaemonView, UnknownHostname } from "../../src/status/daemon-view.ts";
import { createTally } from "../../src/status/metrics/tally.ts";
import { type StatusServerOptions, startStatusServer } from "../../src/status/server.ts";

export const sampleStatus: Status = {
  version: "1.0.0",
  running: true,
  startedAt: "2026-05-01T11:00:00.000Z",
  health: "ok",
  problems: [],
  notes: [],
  engine: "auto",
  configuration: { file: "/etc/gigahost-ddns/config.yaml", readAt: "2026-01-01T00:00:00.000Z" },
  account: { state: "ok", reason: null, nextProbeAt: null },
  addresses: [
    {
      uplink: "default",
      family: "ipv4",
      address: "185.0.2.1",
      source: "static:185.0.2.1",
      seenAt: "2026-05-01T11:59:30.000Z",
      changedAt: "2026-05-01T10:00:00.000Z",
    },
  ],
  hostnames: [
    {
      hostname: "home.example.no",
      family: "ipv4",
      wanted: "185.0.2.1",
      published: "185.0.2.1",
      publishedAt: "2026-05-01T10:00:00.000Z",
      state: "ok",
      result: "good",
      reason: null,
      nextAttemptAt: null,
    },
  ],
  leadership: null,
  channels: [],
  lastRoundAt: "2026-05-01T11:59:50.000Z",
  nextRoundAt: "2026-05-01T12:00:20.000Z",
};

export const sampleOutcome: Outcome = {
  hostname: "home.example.no",
  family: "ipv4",
  action: "update",
  result: "good",
  consequence: "done",
  address: "185.0.2.2",
  previous: "185.0.2.1",
  reason: null,
  nextAttemptAt: null,
};

export const sampleReport: RoundReport = {
  startedAt: "2026-05-01T12:00:20.000Z",
  durationMs: 12,
  addresses: sampleStatus.addresses,
  outcomes: [sampleOutcome],
  answers: [],
  requests: [],
};

/** A daemon as the server sees it: it remembers what it was told to do, and its rounds are told by hand. */
export function createFakeView(status: Status = sampleStatus) {
  const listeners = new Set<(report: RoundReport) => void>();
  const fake = {
    shown: status,
    happened: [] as readonly HistoryEvent[],
    calls: [] as unknown[],
    askedDays: [] as number[],
    statusCalls: 0,
    finishRound(report: RoundReport = sampleReport): RoundReport {
      for (const listener of listeners) listener(report);
      return report;
    },
    listeners,
  };
  const view: DaemonView = {
    status() {
      fake.statusCalls += 1;
      return fake.shown;
    },
    async history(days) {
      fake.askedDays.push(days);
      return fake.happened;
    },
    async update(options) {
      fake.calls.push(["update", options]);
      return fake.finishRound();
    },
    async retry(hostname) {
      fake.calls.push(["retry", hostname]);
      if (hostname !== null && hostname !== "home.example.no") throw new UnknownHostname(hostname);
      return fake.finishRound();
    },
    onRound(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return Object.assign(fake, { view });
}

type Settings = StatusServerOptions["config"];
const loopback: Settings = { host: "127.0.0.1", port: 0, tokenFile: null, hosts: [], public: ["healthz"] };

/** Starts the server on a free port over a fake daemon; it ends with the test. */
export async function startTestServer(
  settings: Partial<Settings> = {},
  more: Partial<StatusServerOptions> = {},
  fake = createFakeView(),
) {
  const stateDir = more.stateDir ?? (await mkdtemp(join(tmpdir(), "status-server-")));
  const defects: unknown[] = [];
  const server = await startStatusServer({
    config: { ...loopback, ...settings },
    view: fake.view,
    stateDir,
    tally: createTally(),
    clock: systemClock,
    onProblems: () => {},
    onDefect: (error) => defects.push(error),
    mask: (text) => text,
    ...more,
  });
  onTestFinished(async () => {
    await server.close();
    await rm(stateDir, { recursive: true, force: true }).catch(() => undefined);
  });
  const port = server.address()?.port ?? 0;
  const token = await readFile(settings.tokenFile ?? join(stateDir, "http-token"), "utf8").catch(() => "");
  return { server, fake, stateDir, port, token: token.trim(), defects };
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  json(): unknown;
}

/** One request with exactly these headers. `write` is "METHOD /path". */
export function send(
  port: number,
  write: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
): Promise<TestAnswer> {
  const [method, path] = write.split(" ");
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          json: () => JSON.parse(text),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** A bare connection, for what no HTTP client would send. */
export function openRaw(port: number): Promise<Socket & { received: () => string; ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    const ended = new Promise<void>((done) => socket.once("close", () => done()));
    socket.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    socket.once("error", reject);
    socket.once("connect", () => resolve(Object.assign(socket, { received: () => text, ended })));
    onTestFinished(() => void socket.destroy());
  });
}

export async function sleep(ms: number): Promise<void> {
  await systemClock.sleep(ms);
}
