import { describe, expect, it } from "vitest";
import type { Round } from "../../../src/daemon/round.ts";
import type { News } from "../../../src/daemon/tell/compose-news.ts";
import { createLogListener, logNotice } from "../../../src/daemon/tell/log-round.ts";
import type { SourceAnswer } from "../../../src/model/detection.ts";
import type { Notice } from "../../../src/model/report.ts";
import type { LogLevel } from "../../../src/model/settings/log-level.ts";

/** What is written: level, text and fields. */
function record() {
  const lines: (readonly [string, string, object])[] = [];
  const at =
    (level: string) =>
    (text: string, fields: object = {}) =>
      void lines.push([level, text, fields]);
  const log = {
    ...{ trace: at("trace"), debug: at("debug"), info: at("info") },
    ...{ warn: at("warn"), error: at("error"), fatal: at("fatal") },
    isEnabled: (level: LogLevel) => level !== "trace" && level !== "debug",
  };
  return { log, lines };
}

const about = { uplink: "default", family: "ipv4" } as const;
const answer = (source: string, address: string | null): SourceAnswer => ({
  ...{ ...about, source, address, operator: source, authoritative: false, durationMs: 1, reason: null },
  kind: address === null ? "none" : "address",
});
const round: Round = {
  detections: [
    {
      ...about,
      verdict: "confirmed",
      address: "185.0.2.1",
      source: "stun://a",
      reason: null,
      answers: [answer("stun://a", "185.0.2.1"), answer("https://b", "185.0.2.9"), answer("dns:c", "185.0.2.1")],
    },
  ],
  lines: [
    {
      ...about,
      ...{ hostname: "home.example.no", action: "update", result: "good", consequence: "done", engine: "dyndns" },
      ...{ address: "185.0.2.1", previous: null, reason: null, nextAttemptMs: null },
    },
  ],
  accountHold: null,
  tookOver: false,
  report: { startedAt: "", durationMs: 1, addresses: [], outcomes: [], answers: [], requests: [] },
};
const changed: Notice = { key: "home.example.no ipv4", kind: "changed", text: "it changed" };

const news = (of: Round, notices: readonly Notice[]): News => ({
  ...{ round: of, notices, troubles: new Map() },
  remarks: { found: new Map(), settled: new Set() },
});

describe("the log line of a change", () => {
  it("says which sources confirmed the address, and not who contradicted", () => {
    const { log, lines } = record();
    createLogListener(log).tell(news(round, [changed]));
    expect(lines).toContainEqual(["info", "it changed", { notice: "changed", confirmedBy: "stun://a, dns:c" }]);
  });

  it("names the one source where the answers are not told", () => {
    const { log, lines } = record();
    const detections = round.detections.map((seen) => ({ ...seen, answers: [] }));
    createLogListener(log).tell(news({ ...round, detections }, [changed]));
    expect(lines).toContainEqual(["info", "it changed", { notice: "changed", confirmedBy: "stun://a" }]);
  });
});

it("shows of thousands of clients the first ones in the line of a round", () => {
  const { log, lines } = record();
  const [one] = round.detections;
  const detections = Array.from({ length: 10_000 }, (_, at) => ({ ...(one as typeof one & object), uplink: `d${at}` })); // there is one
  createLogListener({ ...log, isEnabled: () => true }).tell(news({ ...round, detections }, []));
  const [[level, text, fields] = []] = lines;
  expect([level, text, fields]).toMatchObject(["debug", "round done", { "d0/ipv4": "185.0.2.1", more: 9_980 }]);
  expect(JSON.stringify(fields).length).toBeLessThan(1_000);
});

it("A hold of the account is an error, one of a hostname a warning", () => {
  const { log, lines } = record();
  const notices: readonly Notice[] = [
    { key: "account", kind: "held", text: "the account" },
    { key: "name home.example.no ipv4", kind: "held", text: "a hostname" },
    { key: "account", kind: "recovered", text: "fine" },
  ];
  for (const notice of notices) logNotice(log, notice);
  expect(lines.map(([level, text]) => `${level}: ${text}`)).toEqual([
    "error: the account",
    "warn: a hostname",
    "info: fine",
  ]);
});

it("Lines of thousands of changes leave others their turn, and stay in order", async () => {
  const { log, lines } = record();
  const listener = createLogListener(log);
  const many = Array.from({ length: 1_200 }, (_, index): Notice => ({ ...changed, text: `change ${index}` }));
  listener.tell(news(round, many));
  listener.tell(news(round, [{ ...changed, text: "a later round" }]));
  expect(lines).toHaveLength(500);
  await listener.close();
  expect(lines.map(([, text]) => text)).toEqual([...many.map(({ text }) => text), "a later round"]);
});
