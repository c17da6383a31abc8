// What a whole command takes, by the kernel's account of the finished process: its threads too, and without the waiting that
// another process on the same machine causes.
import { spawnSync } from "node:child_process";
import { cleanEnvironment } from "./simulation.mjs";

/** bash tells thousandths of a second, rounded down; of several runs together, less is lost. (`time` as a program knows hundredths only.) */
const runs = 3;
const script = `TIMEFORMAT='%3U %3S'
{ time for ((i = 0; i < ${runs}; i++)); do "$@" >/dev/null 2>&3; done; } 3>/dev/null`;

/** Runs it a few times: the processor's milliseconds (user and system) of one run, and how the last one ended. */
export function timeCommand(command, parameters, environment = cleanEnvironment) {
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", command, ...parameters], {
    env: { ...environment, LC_ALL: "C" },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [user, system] = stderr.trim().split(" ").map(Number);
  return { cpuMs: ((user + system) * 1000) / runs, status: status ?? -1 };
}
