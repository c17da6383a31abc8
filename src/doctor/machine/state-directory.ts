import { stat, statfs } from "node:fs/promises";
import { describeOpenDir, describeUnread, findDirProblem, type ReadState } from "../../state/load-state.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { splitAdvice } from "../split-advice.ts";

/** Whether what is remembered can be read and written; changes nothing there. */
export const stateDirectoryCheck: Check = {
  name: "state-directory",
  async examine(patient) {
    const { stateDir } = patient.config;
    const [read, daemon, dirProblem] = await Promise.all([patient.state(), patient.daemon(), findDirProblem(stateDir)]);
    const isDenied = read.kind === "unreadable" && read.isDenied;
    if ((isDenied || dirProblem !== null) && (daemon.status !== null || daemon.mayRun)) {
      // Another user's daemon has it for itself; whether it can write there is in its status.
      const text = `${stateDir} belongs to the daemon's user, and you can't read it`;
      return [warning(text, "run doctor with sudo to check it, too")];
    }
    const problems = [...(dirProblem === null ? [] : [dirProblem]), ...describeRead(read, stateDir)];
    const findings = [
      ...problems.map((sentence) => split(problem, sentence)),
      ...(await findDoubts(stateDir)).map((sentence) => split(warning, sentence)),
    ];
    const note = read.kind === "none" ? ", and nothing is remembered in it yet" : "";
    return findings.length > 0 ? findings : [ok(`the state directory ${stateDir} can be used${note}`)];
  },
};

function describeRead(read: ReadState, stateDir: string): string[] {
  if (read.kind === "damaged")
    return [
      `the state file in ${stateDir} is damaged (${read.reason}): run \`gigahost-ddns once\`, which moves it aside and starts a new one`,
    ];
  return read.kind === "unreadable" ? [describeUnread(stateDir, read)] : [];
}

const minFreeBytes = 16 * 2 ** 20;

async function findDoubts(dir: string): Promise<string[]> {
  const stats = await stat(dir).catch(() => null);
  if (stats === null) return [];
  const open = describeOpenDir(dir, stats.mode);
  const space = await statfs(dir).catch(() => null);
  const freeBytes = space === null ? null : space.bavail * space.bsize;
  const isFull = freeBytes !== null && freeBytes < minFreeBytes;
  return [
    ...(open === null ? [] : [open]),
    ...(isFull
      ? [`the disk of ${dir} is nearly full (${Math.floor(freeBytes / 1024)} KiB left): free some space`]
      : []),
  ];
}

function split(make: typeof problem, sentence: string): Finding {
  const { text, advice } = splitAdvice(sentence, "check the disk, or set another state_dir");
  return make(text, advice);
}
