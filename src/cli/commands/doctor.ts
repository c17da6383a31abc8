import type { Config } from "../../config/config.ts";
import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import { buildApp, systemMachine } from "../../daemon/build-app.ts";
import { allChecks } from "../../doctor/all-checks.ts";
import { type Examined, examine } from "../../doctor/examine.ts";
import { describeBroken } from "../../doctor/machine/configuration.ts";
import { createPatient, type DaemonFound } from "../../doctor/patient.ts";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { createMasker } from "../../platform/mask.ts";
import type { CommandContext } from "../command-context.ts";
import { askDaemon } from "../daemon-client/ask-daemon.ts";
import { print, screenOf } from "../output/output.ts";
import { type Cell, renderTable } from "../output/table.ts";

const interrupted = 130;

/** `doctor`: checks everything a user could have wrong and changes nothing; 0, or what the worst problem calls for. */
export async function doctorCommand(context: CommandContext): Promise<number> {
  const { options, environment, signal } = context;
  const config = await loadConfig({ file: options.config, environment }).catch(brokenOrThrow);
  const found = Array.isArray(config) ? config : await examineAll(context, config);
  if (signal.aborted) return interrupted;
  const data = found.map(({ check, state, text, advice }) => ({ check, state, text, advice }));
  await print(context, { data, table: () => tabulate(found, context) });
  return exitCodeOf(found);
}

/** Where the configuration can't be read, the rest can't be looked at. */
function brokenOrThrow(error: unknown): Examined[] {
  if (!(error instanceof ConfigError)) throw error;
  return describeBroken(error.problems).map((finding) => ({ check: "configuration", ...finding }));
}

async function examineAll(context: CommandContext, config: Config): Promise<readonly Examined[]> {
  const { environment, signal } = context;
  const app = buildApp(config, systemMachine(systemClock));
  const patient = createPatient({ config, app, environment, signal, askDaemon: () => findDaemon(context) });
  const found = await examine(allChecks, patient, { clock: systemClock, signal });
  const mask = createMasker(config.secrets);
  return found.map((each) => ({ ...each, text: mask(each.text), advice: each.advice && mask(each.advice) }));
}

async function findDaemon(context: CommandContext): Promise<DaemonFound> {
  const answer = await askDaemon<Status>(context, { do: "status" });
  if (answer.ok) return { status: answer.value, reason: null, mayRun: true };
  return { status: null, reason: answer.reason, mayRun: !answer.none };
}

/** The first that applies of 78, 77, 1, 0. */
function exitCodeOf(found: readonly Examined[]): number {
  const codes = found.flatMap(({ state, exitCode = 1 }) => (state === "problem" ? [exitCode] : []));
  return Math.max(0, ...codes);
}

const styles = { ok: "green", warning: "yellow", problem: "red" } as const;

function tabulate(found: readonly Examined[], context: CommandContext): string {
  const rows = found.map(({ check, state, text, advice }): Cell[] => [
    { text: state, style: styles[state] },
    check,
    advice === null ? text : `${text} → ${advice}`,
  ]);
  const count = (state: Examined["state"]) => found.filter((each) => each.state === state).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const summary = `${problems} ${problems === 1 ? "problem" : "problems"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  const table = { columns: ["state", "check", "finding"], rows, empty: "nothing to check" };
  return `${renderTable(table, context.color, screenOf(context))}\n${summary}\n`;
}
