import { loadConfig } from "../../config/load-config.ts";
import { emptyState } from "../../model/state.ts";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { systemError } from "../../platform/error-code.ts";
import { describeFileError } from "../../platform/files/file-error.ts";
import { readState, stateFile } from "../../state/load-state.ts";
import { buildStatus } from "../../status/build-status.ts";
import type { CommandContext } from "../command-context.ts";

/** The status when a daemon of this configuration last saved its state; `problem`: why none answers now. */
export async function recallStatus({ options, environment }: CommandContext, problem: string): Promise<Status> {
  const config = await loadConfig({ file: options.config, environment, purpose: "observe" });
  const read = await readState(config.stateDir, systemClock);
  return buildStatus({
    version: __VERSION__,
    now: { steadyMs: systemClock.steadyMs(), wallMs: systemClock.wallMs() },
    started: null,
    engine: config.engine,
    names: config.hostnames,
    state: read.kind === "state" ? read.state : emptyState(""),
    outcomes: [],
    looks: [],
    lastRoundWallMs: null,
    nextRoundWallMs: null,
    periodMs: 0,
    faults: [asSentence(problem), ...explainMissing(read, config.stateDir)],
    notes: [],
  });
}

function explainMissing(read: Awaited<ReturnType<typeof readState>>, stateDir: string): string[] {
  const path = `${stateDir}/${stateFile}`;
  if (read.kind === "unreadable")
    return [
      `The state file ${path} can't be read (${describeFileError(systemError(read.code, path))}), so nothing is remembered.`,
    ];
  if (read.kind === "damaged") return [`The state file ${path} can't be used: ${read.reason}.`];
  return read.kind === "none" ? [`Nothing is remembered: there is no ${path}.`] : [];
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
