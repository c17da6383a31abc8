import type { Detection } from "../../model/detection.ts";
import type { Notice } from "../../model/report.ts";
import { letOthersRun } from "../../platform/let-others-run.ts";
import type { Log, Logger } from "../../platform/logger.ts";
import type { Round } from "../round.ts";
import type { NewsListener } from "./compose-news.ts";
import { tellAbsences } from "./tell-absences.ts";
import { accountKey } from "./troubles/trouble.ts";

const levelOf = { changed: "info", recovered: "info", trouble: "warn", held: "warn" } as const;

/** The gateway may have ten thousand clients, and a line is for people. */
const maxShown = 20;

type Confirmers = ReadonlyMap<string, string>;

export interface LogListener extends NewsListener {
  /** Resolves when all lines are written. */
  close(): Promise<void>;
}

/** Lines of one round, of thousands of hostnames: devices and the page have their turn between two portions. */
const maxLinesInOneGo = 500;

/** The log is the first channel: it gets everything at once, and what is absent, refused or shared once each. */
export function createLogListener(log: Log & Pick<Logger, "isEnabled">): LogListener {
  const told = new Set<string>();
  let waiting: readonly (() => void)[] = [];
  let isWriting = false;
  let written: Promise<void> = Promise.resolve();
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const portion = waiting.slice(0, maxLinesInOneGo);
      waiting = waiting.slice(maxLinesInOneGo);
      for (const write of portion) write();
      if (waiting.length > 0) await letOthersRun();
    }
    isWriting = false;
  };
  return {
    tell({ round, notices }) {
      tellAbsences(log, told, round);
      logLook(log, round);
      const confirmedBy = notices.some(({ kind }) => kind === "changed") ? confirmers(round) : undefined;
      waiting = waiting.concat(notices.map((notice) => () => logNotice(log, notice, confirmedBy)));
      if (!isWriting) written = writeAll();
    },
    close: () => written,
  };
}

/** One line for the round at debug, and one for every answer at trace. */
function logLook(log: Log & Pick<Logger, "isEnabled">, { report, detections }: Round): void {
  if (!log.isEnabled("debug")) return;
  const { durationMs, outcomes, requests } = report;
  const sent = outcomes.filter(({ action }) => action === "update").length;
  const addresses = Object.fromEntries(detections.slice(0, maxShown).map(shortDetection));
  const more = detections.length > maxShown ? { more: detections.length - maxShown } : {};
  log.debug("round done", {
    durationMs,
    outcomes: outcomes.length,
    sent,
    requests: requests.length,
    ...addresses,
    ...more,
  });
  for (const answer of report.answers) log.trace("source answered", { ...answer });
}

/** `confirmedBy`: by hostname and family, which sources confirmed its address. */
export function logNotice(log: Log, { key, kind, text }: Notice, confirmedBy?: Confirmers): void {
  const level = kind === "held" && key === accountKey ? "error" : levelOf[kind];
  const sources = kind === "changed" ? confirmedBy?.get(key) : undefined;
  log[level](text, { notice: kind, ...(sources === undefined ? {} : { confirmedBy: sources }) });
}

/** By the keys of the notices of a change. */
function confirmers({ lines, detections }: Round): Confirmers {
  const sources = new Map(detections.map((seen) => [`${seen.uplink} ${seen.family}`, listSources(seen)]));
  return new Map(
    lines.flatMap(({ hostname, family, uplink }) => {
      const named = sources.get(`${uplink} ${family}`);
      return named ? [[`${hostname} ${family}`, named]] : [];
    }),
  );
}

function listSources({ address, answers, source }: Detection): string {
  const named = answers.filter((answer) => answer.kind === "address" && answer.address === address);
  return (named.length > 0 ? named.map(nameSource) : [source ?? ""]).join(", ");
}

/** With the reason for another address than before, if it gives one. */
function nameSource({ source, reason }: Detection["answers"][number]): string {
  return reason === null ? source : `${source} (${reason})`;
}

function shortDetection({ uplink, family, verdict, address }: Detection): [string, string] {
  return [uplink === "default" ? family : `${uplink}/${family}`, address ?? verdict];
}
