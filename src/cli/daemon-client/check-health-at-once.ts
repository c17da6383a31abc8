import { printableLines } from "../../platform/printable.ts";
import { askAtOnce } from "../../state/ask-at-once.ts";
import { type HealthAnswer, isHealth } from "../../status/is-answer-to.ts";
import { describeHealth } from "../output/describe-health.ts";
import { findStateDirAtOnce } from "./find-state-dir-at-once.ts";

/** What a command prints, and its exit code. */
export interface PrintedAtOnce {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Answers `healthcheck` where nothing is out of the ordinary, without the program: Docker starts it 2,880 times a day.
 * Null for all else (another flag, a configuration not written the plain way, no daemon): the program explains it.
 */
export async function checkHealthAtOnce(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<PrintedAtOnce | null> {
  const stateDir = findStateDir(argv, environment);
  const answer = stateDir && (await askAtOnce(stateDir, { do: "status", brief: true }));
  return isHealth(answer) ? toLine(answer) : null;
}

function toLine(answer: HealthAnswer): PrintedAtOnce {
  return { text: `${printableLines(describeHealth(answer))}\n`, exitCode: answer.health === "failing" ? 1 : 0 };
}

function findStateDir([command, flag, file, ...rest]: readonly string[], environment: NodeJS.ProcessEnv) {
  if (command !== "healthcheck" || rest.length > 0) return null;
  if (flag !== undefined && (!/^(-c|--config)$/.test(flag) || !file || file.startsWith("-"))) return null;
  return findStateDirAtOnce(file, environment);
}
