import type { Clock } from "./clock.ts";

/** Tells systemd about this process through `systemd-notify`, since Node has no Unix datagram sockets. Never throws. */
export interface Systemd {
  /** How often it wants to hear that we are alive, ms; null if there is no watchdog. */
  readonly watchdogMs: number | null;
  /** Sends states such as `READY=1` or `STATUS=…`; resolves when it is done or 5 s have passed. One at a time, in order. */
  notify(...states: readonly string[]): Promise<void>;
}

const maxNotifyMs = 5_000;

/** Null if systemd didn't start us with Type=notify. */
export function findSystemd(environment: NodeJS.ProcessEnv): Systemd | null {
  if (!environment.NOTIFY_SOCKET) return null;
  const forUs = environment.WATCHDOG_PID === undefined || environment.WATCHDOG_PID === String(process.pid);
  const watchdogUs = Number(environment.WATCHDOG_USEC);
  let last: Promise<void> = Promise.resolve();
  return {
    watchdogMs: forUs && watchdogUs > 0 ? watchdogUs / 1000 : null,
    notify(...states) {
      last = last.then(() => send(states, environment));
      return last;
    },
  };
}

async function send(states: readonly string[], { NOTIFY_SOCKET, PATH }: NodeJS.ProcessEnv): Promise<void> {
  const { spawn } = await import("node:child_process");
  return new Promise((resolve) => {
    const child = spawn("systemd-notify", [...states], {
      stdio: "ignore",
      env: { NOTIFY_SOCKET, PATH },
      timeout: maxNotifyMs,
    });
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
}

/** Says `WATCHDOG=1` every half of the watchdog's time as long as `isAlive`, until the signal. */
export async function feedWatchdog(
  systemd: Systemd,
  isAlive: () => boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (systemd.watchdogMs === null) return;
  while (!signal.aborted) {
    if (isAlive()) await systemd.notify("WATCHDOG=1");
    await clock.sleep(systemd.watchdogMs / 2, signal);
  }
}
