import { loadConfig } from "../../config/load-config.ts";
import { buildApp, systemMachine } from "../../daemon/build-app.ts";
import { type Detection, isSettled, type SourceAnswer } from "../../model/detection.ts";
import { emptyState } from "../../model/state.ts";
import { systemClock } from "../../platform/clock.ts";
import { readState } from "../../state/load-state.ts";
import type { CommandContext } from "../command-context.ts";
import { logAnswers, openDebugLog } from "../debug-log.ts";
import { explainProxy } from "../explain-proxy.ts";
import { print, screenOf } from "../output/output.ts";
import { renderTable } from "../output/table.ts";

const temporaryFailure = 75;

/** `detect`: asks every configured source and shows what it says and what follows; publishes nothing, writes nothing. */
export async function detectCommand(context: CommandContext): Promise<number> {
  const { options, environment, signal } = context;
  const config = await loadConfig({ file: options.config, environment, purpose: "detect" });
  const app = buildApp(config, systemMachine(systemClock));
  const read = await readState(config.stateDir, systemClock);
  const state = read.kind === "state" ? read.state : emptyState("");
  const detections = await app.detect(state, signal, "everySource");
  const log = await openDebugLog(context, config.secrets);
  if (log) for (const { answers } of detections) logAnswers(log, answers);
  await print(context, { data: describe(detections), table: () => tabulate(detections, context) });
  explainProxy(
    context,
    config,
    detections.map(({ address }) => address),
  );
  const isKnown = detections.some(({ address, verdict }) => address !== null || verdict === "refused");
  return detections.every(isSettled) && isKnown ? 0 : temporaryFailure;
}

function describe(detections: readonly Detection[]) {
  return {
    answers: detections.flatMap(({ answers }) => answers),
    verdicts: detections.map(({ answers: _, ...detection }) => detection),
  };
}

function tabulate(detections: readonly Detection[], context: CommandContext): string {
  const answers = renderTable(
    {
      columns: ["family", "source", "answer", "time", "verdict"],
      rows: detections.flatMap(({ answers }) => answers.map(answerRow)),
      empty: "no source is configured",
    },
    context.color,
    screenOf(context),
  );
  return `${answers}\n${detections.map(conclusion).join("\n")}\n`;
}

function answerRow({ uplink, family, source, kind, address, reason, durationMs }: SourceAnswer): (string | null)[] {
  const where = uplink === "default" ? family : `${family} (${uplink})`;
  return [
    where,
    source,
    address,
    `${Math.round(durationMs)} ms`,
    kind === "address" ? "usable" : `${kind}: ${reason ?? ""}`,
  ];
}

function conclusion({ uplink, family, verdict, address, reason, translation }: Detection): string {
  const what = `${family}${uplink === "default" ? "" : ` of uplink ${uplink}`}`;
  if (verdict !== "confirmed") return `${what}: ${verdict}, ${reason ?? "nothing is published"}`;
  return [`${what}: ${address} may be published`, ...(translation ? [translation] : [])].join("; ");
}
