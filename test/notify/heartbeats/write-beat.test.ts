import { expect, it } from "vitest";
import type { Beat } from "../../../src/notify/heartbeats/beat.ts";
import { kindOfHeartbeat, writeBeat } from "../../../src/notify/heartbeats/write-beat.ts";

const uuid = "00000000-0000-4000-8000-000000000001";
const hc = `https://hc-ping.com/${uuid}`;
const beat = (more: Partial<Beat> = {}): Beat => ({
  kind: "success",
  reason: null,
  durationMs: 1234.5,
  runId: null,
  ...more,
});

it.each([
  [hc, "healthchecks"],
  ["https://hc-ping.com/ping-key/my-slug", "healthchecks"],
  [`https://checks.example.no/ping/${uuid}`, "healthchecks"],
  [`https://checks.example.no/${uuid}/start`, "healthchecks"],
  ["https://kuma.example.no/api/push/TOKEN?status=up&msg=OK&ping=", "kuma"],
  ["https://other.example.no/beat?key=1", "plain"],
])("knows whose %s is", (url, kind) => {
  expect(kindOfHeartbeat(url)).toBe(kind);
});

it.each([
  [beat(), hc, ""],
  [beat({ reason: "one hostname is held" }), hc, "one hostname is held"],
  [beat({ kind: "failure", reason: "the account is held" }), `${hc}/fail`, "the account is held"],
  [beat({ kind: "start", runId: uuid }), `${hc}/start?rid=${uuid}`, ""],
])("tells healthchecks by its suffixes, with the reason as the body", (each, url, body) => {
  expect(writeBeat(hc, each)).toMatchObject({ method: "POST", url, body });
  // A suffix that was copied along makes no difference.
  expect(writeBeat(`${hc}/start`, each)).toMatchObject({ url });
});

it("tells Uptime Kuma up with nothing but OK, and down with the reason", () => {
  const url = "https://kuma.example.no/api/push/TOKEN?status=up&msg=OK&ping=";
  const asked = (each: Beat) => Object.fromEntries(new URL(writeBeat(url, each)?.url ?? "").searchParams);
  expect(asked(beat({ reason: "degraded" }))).toEqual({ status: "up", msg: "OK", ping: "1235" });
  expect(asked(beat({ kind: "failure", reason: "held", durationMs: null }))).toEqual({
    status: "down",
    msg: "held",
    ping: "",
  });
  expect(writeBeat(url, beat({ kind: "start" }))).toBeNull();
});

it("asks any other URL for a success, and says nothing of a failure", () => {
  const url = "https://other.example.no/beat?key=1";
  expect(writeBeat(url, beat())).toEqual({ method: "GET", url, headers: {}, body: null });
  expect([writeBeat(url, beat({ kind: "failure" })), writeBeat(url, beat({ kind: "start" }))]).toEqual([null, null]);
});
