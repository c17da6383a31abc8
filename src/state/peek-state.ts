import { join } from "node:path";
import { emptyState, type State } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import { systemError } from "../platform/error-code.ts";
import { describeFileError } from "../platform/files/file-error.ts";
import { type ReadState, readState, stateFile, warnOfOthers } from "./load-state.ts";
import { renderState } from "./render-state.ts";

/** The state of a directory that another process may be writing to. */
export interface PeekedState {
  readonly state: State;
  /** What is wrong with the directory or the file in it, and worth mentioning. */
  readonly warnings: readonly string[];
  /** Whether the file says just that, so that saving it would change nothing. */
  isWritten(state: State): boolean;
}

/** Reads what is remembered for one who only looks: nothing is written, moved aside or tidied up. */
export async function peekState(dir: string, clock: Clock): Promise<PeekedState> {
  const [warnings, read] = await Promise.all([warnOfOthers(dir), readState(dir, clock)]);
  if (read.kind === "state") {
    return { state: read.state, warnings, isWritten: (state) => consistsOf(read.text, renderState(state)) };
  }
  return { state: emptyState(""), warnings: [...warnings, ...describe(dir, read)], isWritten: () => false };
}

/** Without joining them, since of ten thousand hostnames the text is megabytes. */
function consistsOf(text: string, pieces: Iterable<string>): boolean {
  let at = 0;
  for (const piece of pieces) {
    if (!text.startsWith(piece, at)) return false;
    at += piece.length;
  }
  return at === text.length;
}

function describe(dir: string, read: Exclude<ReadState, { kind: "state" }>): string[] {
  if (read.kind === "none") return [];
  const path = join(dir, stateFile);
  if (read.kind === "unreadable") {
    const why = describeFileError(systemError(read.code, path));
    return [`the state file ${path} can't be read (${why}), so this goes by nothing that is remembered`];
  }
  return [`the state file ${path} can't be used: ${read.reason}; the next round moves it aside and starts a new one`];
}
