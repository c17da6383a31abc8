import type { NoticeRequest } from "../send-request.ts";
import type { Beat } from "./beat.ts";

/** Whose dead man's switch a URL is. */
export type HeartbeatKind = "healthchecks" | "kuma" | "plain";

/** Uptime Kuma keeps a word, healthchecks 100 kB. */
const maxMessageLength = 250;
const maxReasonLength = 2_000;

export function kindOfHeartbeat(url: string): HeartbeatKind {
  const { hostname, pathname } = new URL(url);
  if (pathname.includes("/api/push/")) return "kuma";
  const isUuid = /\/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?:\/|$)/i.test(pathname);
  return hostname === "hc-ping.com" || isUuid || pathname.includes("/ping/") ? "healthchecks" : "plain";
}

/** The request that says so; null if the service has no such message. */
export function writeBeat(url: string, beat: Beat): NoticeRequest | null {
  return writers[kindOfHeartbeat(url)](new URL(url), beat);
}

const headers = { "content-type": "text/plain; charset=utf-8" };
const get = (url: URL): NoticeRequest => ({ method: "GET", url: url.href, headers: {}, body: null });

const writers: Readonly<Record<HeartbeatKind, (url: URL, beat: Beat) => NoticeRequest | null>> = {
  /** healthchecks' own suffixes; the reason is what it shows beside the ping. Source: its `http_api.md`. */
  healthchecks(url, { kind, reason, runId }) {
    const base = url.pathname.replace(/\/(?:start|fail|log|\d{1,3})?$/, "");
    url.pathname = base + { start: "/start", success: "", failure: "/fail" }[kind];
    if (runId !== null) url.searchParams.set("rid", runId);
    return { method: "POST", url: url.href, headers, body: (reason ?? "").slice(0, maxReasonLength) };
  },
  /** It shows the first message of a success forever, so that message never says more than OK. Source: `api-router.js` there. */
  kuma(url, { kind, reason, durationMs }) {
    if (kind === "start") return null;
    const isUp = kind === "success";
    url.searchParams.set("status", isUp ? "up" : "down");
    url.searchParams.set("msg", isUp ? "OK" : (reason ?? "failing").slice(0, maxMessageLength));
    url.searchParams.set("ping", durationMs === null ? "" : String(Math.round(durationMs)));
    return get(url);
  },
  plain: (url, { kind }) => (kind === "success" ? get(url) : null),
};
