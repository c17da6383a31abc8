import { readFileSync, statSync } from "node:fs";
import { listPlaces } from "../../config/find-config-file.ts";
import { printableLines } from "../../platform/printable.ts";
import { askAtOnce } from "../../state/ask-at-once.ts";
import { type HealthAnswer, isHealth } from "../../status/is-answer-to.ts";
import { describeHealth } from "../output/describe-health.ts";
import { skimStateDir } from "./skim-state-dir.ts";

/** What `healthcheck` prints, and its exit code. */
export interface HealthLine {
  readonly line: string;
  readonly exitCode: number;
}

/**
 * Answers `healthcheck` where nothing is out of the ordinary, without the program: Docker starts it 2,880 times a day.
 * Null for all else (another flag, a configuration not written the plain way, no daemon): the program explains it.
 */
export async function checkHealthAtOnce(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<HealthLine | null> {
  const stateDir = findStateDir(argv, environment);
  const answer = stateDir && (await askAtOnce(stateDir, { do: "status", brief: true }));
  return isHealth(answer) ? toLine(answer) : null;
}

function toLine(answer: HealthAnswer): HealthLine {
  return { line: `${printableLines(describeHealth(answer))}\n`, exitCode: answer.health === "failing" ? 1 : 0 };
}

function findStateDir([command, flag, file, ...rest]: readonly string[], environment: NodeJS.ProcessEnv) {
  if (command !== "healthcheck" || rest.length > 0) return null;
  if (flag !== undefined && (!/^(-c|--config)$/.test(flag) || !file || file.startsWith("-"))) return null;
  try {
    const { path, text } = readConfig(listPlaces(file, environment));
    return skimStateDir(text, environment, path);
  } catch {
    return null;
  }
}

const maxBytes = 1024 * 1024;

/** The first that is there; nulls: there is none, and none was asked for. */
function readConfig({ named, places }: ReturnType<typeof listPlaces>) {
  for (const path of places) {
    const stats = statSync(path, { throwIfNoEntry: named !== null });
    if (stats === undefined) continue;
    // What comes through a pipe can be read once only.
    if (!stats.isFile() || stats.size > maxBytes) throw new Error("not a plain configuration");
    return { path, text: readFileSync(path, "utf8") };
  }
  return { path: null, text: null };
}
