import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Kills a child and waits until it is gone: until then it may write into a folder that is being removed. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  const started = child.pid !== undefined;
  if (!started || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
