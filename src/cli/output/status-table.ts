import { stripVTControlCharacters, styleText } from "node:util";
import { displayHostname } from "../../model/hostname.ts";
import type { Status } from "../../model/status.ts";
import { relativeTime } from "../../model/time/relative-time.ts";
import { printable } from "../../platform/printable.ts";
import { probeRule } from "../../publish/answers/reasons.ts";
import { renderTable } from "./table.ts";

const colorOf = {
  ok: "green",
  starting: "yellow",
  degraded: "yellow",
  pending: "yellow",
  waiting: "yellow",
  absent: "yellow",
  refused: "yellow",
  failing: "red",
  held: "red",
} as const;

export interface StatusView {
  readonly wallMs: number;
  readonly color: boolean;
  /** Of the terminal: sentences are wrapped to it. Undefined off a terminal. */
  readonly columns: number | undefined;
}

/** The status for people: one line on the whole, what is wrong, what is worth knowing, the addresses, the hostnames. */
export function renderStatus(status: Status, { wallMs, color, columns }: StatusView): string {
  const paint = (words: string, style: (typeof colorOf)[keyof typeof colorOf]) =>
    color ? styleText(style, words, { validateStream: false }) : words;
  const last = relativeTime(status.lastRoundAt, wallMs) ?? "never";
  const head = status.running
    ? `gigahost-ddns ${status.version} is ${paint(status.health, colorOf[status.health])}, started ${relativeTime(status.startedAt, wallMs)}, engine ${status.engine}; last round ${last}, next ${nextRound(status, wallMs)}`
    : `gigahost-ddns ${status.version}: ${paint("no daemon answers", "red")}; last known state:`;
  const problems = status.problems.map((problem) => withNextProbe(problem, status, wallMs));
  const sentences = [...describeLeadership(status), ...problems, ...status.notes];
  return [
    [...wrap(head, columns), ...sentences.flatMap((sentence) => wrap(printable(sentence), columns, "  ")), ""].join(
      "\n",
    ),
    renderTable(addressTable(status, wallMs), color, columns),
    renderTable(hostnameTable(status, wallMs), color, columns),
  ].join("\n");
}

/** Among several replicas: who publishes. */
function describeLeadership({ leadership }: Status): string[] {
  if (leadership === null) return [];
  const { lease, leader, leading } = leadership;
  if (leading) return [`This replica holds the Lease ${lease}: it leads and publishes.`];
  const who = leader === null ? `No replica holds the Lease ${lease} yet` : `${leader} holds the Lease ${lease}`;
  return [`${who}; this replica only looks, and sends nothing.`];
}

/** A round that is due is in progress. */
function nextRound({ nextRoundAt }: Status, wallMs: number): string {
  if (nextRoundAt === null) return "not planned";
  return fromNow(nextRoundAt, wallMs);
}

/** What is less than half a second ahead would be called `0 s ago`. */
function fromNow(at: string, wallMs: number): string {
  return Date.parse(at) - wallMs < 500 ? "now" : relativeTime(at, wallMs);
}

/** That the account is on hold, and when it is tried again, is one sentence. */
function withNextProbe(problem: string, { account }: Status, wallMs: number): string {
  const { reason, nextProbeAt } = account;
  if (reason === null || nextProbeAt === null || !problem.includes(reason)) return problem;
  return `${problem.replace(probeRule, "").replace(/\.$/, "")}; next attempt ${fromNow(nextProbeAt, wallMs)}.`;
}

/** Broken between words; what is longer than a line stays whole. */
function wrap(text: string, columns: number | undefined, indent = ""): string[] {
  // A terminal that knows no width of its own says 0.
  if (!columns) return [`${indent}${text}`];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    const fits = indent.length + stripVTControlCharacters(longer).length < columns;
    if (!fits && line !== "") lines.push(line);
    line = fits ? longer : word;
  }
  return [...lines, line].map((each) => `${indent}${each}`);
}

function addressTable({ addresses }: Status, wallMs: number) {
  return {
    columns: ["uplink", "family", "address", "seen", "changed", "source"],
    rows: addresses.map(({ uplink, family, address, seenAt, changedAt, source }) => [
      ...[uplink, family, address],
      ...[relativeTime(seenAt, wallMs), relativeTime(changedAt, wallMs), source],
    ]),
    empty: "no address is being detected",
  };
}

function hostnameTable({ hostnames, problems, account }: Status, wallMs: number) {
  const isSaid = noteReasons(problems);
  return {
    columns: ["hostname", "family", "state", "published", "since", "why"],
    rows: hostnames.map((line) => [
      displayHostname(line.hostname),
      line.family,
      { text: line.state, style: colorOf[line.state] },
      ...[line.published, relativeTime(line.publishedAt, wallMs)],
      explain(
        // When the account is tried again stands above.
        account.reason !== null && line.reason === account.reason ? { ...line, nextAttemptAt: null } : line,
        line.reason !== null && isSaid(line.reason),
        wallMs,
      ),
    ]),
    empty: "no hostname is configured",
  };
}

/** Tells whether a reason is in a sentence above, or was asked for before; the gateway may have thousands of hostnames. */
function noteReasons(problems: readonly string[]): (reason: string) => boolean {
  const above = problems.join("\n");
  const asked = new Set<string>();
  return (reason) => {
    const isSaid = asked.has(reason) || above.includes(reason);
    asked.add(reason);
    return isSaid;
  };
}

/** A reason that is given above is not repeated. */
function explain(
  { state, wanted, published, reason, nextAttemptAt }: Status["hostnames"][number],
  isSaid: boolean,
  wallMs: number,
) {
  const parts = [
    wanted !== null && wanted !== published && `${wanted} is wanted`,
    isSaid ? "see above" : reason,
    nextAttemptAt !== null && `next attempt ${relativeTime(nextAttemptAt, wallMs)}`,
  ];
  return parts.filter(Boolean).join("; ") || (state === "ok" ? "" : null);
}
