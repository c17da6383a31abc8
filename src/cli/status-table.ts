import { styleText } from "node:util";
import { displayHostname } from "../model/hostname.ts";
import { relativeTime } from "../model/relative-time.ts";
import type { Status } from "../model/status.ts";
import { renderTable } from "./table.ts";

const colorOf = {
  ok: "green",
  starting: "yellow",
  degraded: "yellow",
  pending: "yellow",
  waiting: "yellow",
  absent: "yellow",
  failing: "red",
  held: "red",
} as const;

/** The status for people: one line on the whole, what is wrong, the addresses, the hostnames. */
export function renderStatus(status: Status, wallMs: number, color: boolean): string {
  const paint = (word: keyof typeof colorOf) =>
    color ? styleText(colorOf[word], word, { validateStream: false }) : word;
  const last = relativeTime(status.lastRoundAt, wallMs) ?? "never";
  const next = relativeTime(status.nextRoundAt, wallMs) ?? "not planned";
  const head = `gigahost-ddns ${status.version} is ${paint(status.health)}, started ${relativeTime(status.startedAt, wallMs)}, engine ${status.engine}; last round ${last}, next ${next}`;
  return [
    [head, ...status.problems.map((problem) => `  ${problem}`), ""].join("\n"),
    renderTable(addressTable(status, wallMs), color),
    renderTable(hostnameTable(status, wallMs, paint), color),
  ].join("\n");
}

function addressTable({ addresses }: Status, wallMs: number) {
  return {
    columns: ["uplink", "family", "address", "seen", "changed", "source"],
    rows: addresses.map(({ uplink, family, address, seenAt, changedAt, source }) => [
      ...[uplink, family, address],
      ...[relativeTime(seenAt, wallMs), relativeTime(changedAt, wallMs), source],
    ]),
    empty: "no address is looked for",
  };
}

function hostnameTable({ hostnames }: Status, wallMs: number, paint: (word: keyof typeof colorOf) => string) {
  return {
    columns: ["hostname", "family", "state", "published", "since", "why"],
    rows: hostnames.map((line) => [
      displayHostname(line.hostname),
      ...[line.family, paint(line.state), line.published, relativeTime(line.publishedAt, wallMs)],
      explain(line, wallMs),
    ]),
    empty: "no hostname is configured",
  };
}

function explain({ state, wanted, published, reason, nextAttemptAt }: Status["hostnames"][number], wallMs: number) {
  const parts = [
    wanted !== null && wanted !== published && `${wanted} is wanted`,
    reason,
    nextAttemptAt !== null && `next attempt ${relativeTime(nextAttemptAt, wallMs)}`,
  ];
  return parts.filter(Boolean).join("; ") || (state === "ok" ? "" : null);
}
