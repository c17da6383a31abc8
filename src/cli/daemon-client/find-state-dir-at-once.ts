import { readFileSync, statSync } from "node:fs";
import { listPlaces } from "../../config/find-config-file.ts";
import { skimStateDir } from "./skim-state-dir.ts";

/**
 * The state directory of a configuration that is written the plain way, read without waiting: for commands that read a few
 * kilobytes and end. Null for all else, which `findStateDir` finds out about.
 */
export function findStateDirAtOnce(asked: string | undefined, environment: NodeJS.ProcessEnv): string | null {
  try {
    const { path, text } = readConfig(listPlaces(asked, environment));
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
