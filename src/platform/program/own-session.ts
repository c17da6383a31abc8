import { readdirSync, readFileSync } from "node:fs";

/** The leaders of the sessions that run now. */
const leaders = new Set<number>();

/**
 * Sees to it that what a process has started in its session ends with us, however we end but by SIGKILL. Returns what
 * ends it now.
 */
export function ownSession(leader: number | undefined): () => void {
  if (leader === undefined) return () => {};
  if (leaders.size === 0) process.on("exit", endAll).on("SIGHUP", onHangup);
  leaders.add(leader);
  return () => {
    leaders.delete(leader);
    if (leaders.size === 0) process.off("exit", endAll).off("SIGHUP", onHangup);
    killSession(leader);
  };
}

function endAll(): void {
  for (const leader of leaders) killSession(leader);
}

/** A closed terminal ends a command at once; the daemon, which listens itself, reads its configuration again. */
function onHangup(): void {
  if (process.listenerCount("SIGHUP") > 1) return;
  endAll();
  process.off("SIGHUP", onHangup);
  process.kill(process.pid, "SIGHUP");
}

/**
 * Kills the process group that a process leads, and whoever else belongs to its session: a shell with job control gives
 * each job a group of its own. Both bear the leader's id, which is not given to anybody else while one of them lives.
 */
function killSession(leader: number): void {
  kill(-leader);
  for (const pid of listSession(leader)) kill(pid);
}

function kill(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

/** None where there is no /proc. */
function listSession(session: number): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && sessionOf(name) === session)
      .map(Number);
  } catch {
    return [];
  }
}

/** The sixth field of /proc/PID/stat; the second, the program's name, may hold blanks and parentheses. */
function sessionOf(pid: string): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[3]);
  } catch {
    return null;
  }
}
