import type { Server } from "node:http";
import type { Clock } from "../clock.ts";

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** What listens, as the first words of a sentence: `The HTTP server`. */
  readonly who: string;
  /** The key of the configuration that says where. */
  readonly key: string;
}

/**
 * Listens, and where that fails tries again until it works or the signal is aborted. Resolves after the first attempt.
 * `onProblem` hears what is wrong in plain words, once, and null if it is over.
 */
export async function keepListening(
  server: Server,
  where: Listener,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly everyMs: number;
    readonly onProblem: (problem: string | null) => void;
  },
): Promise<void> {
  const failure = await listenOnce(server, where);
  if (failure === null) return;
  options.onProblem(explainFailure(failure, where));
  void tryAgain(server, where, options);
}

async function tryAgain(
  server: Server,
  where: Listener,
  { clock, signal, everyMs, onProblem }: Parameters<typeof keepListening>[2],
): Promise<void> {
  let told: string | null = null;
  for (;;) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    const failure = await listenOnce(server, where);
    if (failure === null) return onProblem(null);
    const words = explainFailure(failure, where);
    if (told !== null && told !== words) onProblem(words);
    told = words;
  }
}

/** Null if it listens. */
function listenOnce(server: Server, where: { host: string; port: number }): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const finish = (failure: NodeJS.ErrnoException | null) => {
      server.off("error", finish).off("listening", succeed);
      resolve(failure);
    };
    const succeed = () => finish(null);
    server.once("error", finish).once("listening", succeed);
    server.listen({ host: where.host, port: where.port, backlog: 128 });
  });
}

const reasons: Readonly<Record<string, (key: string) => string>> = {
  EADDRINUSE: (key) => `another program uses that port; choose another in ${key}, or stop it`,
  EACCES: (key) => `this user is not allowed to listen there; choose a port above 1023 in ${key}`,
  EADDRNOTAVAIL: (key) => `this machine has no such address; fix ${key}`,
  ENOTFOUND: (key) => `that name is unknown; write an address into ${key}`,
};

function explainFailure({ code = "unknown" }: NodeJS.ErrnoException, { host, port, who, key }: Listener) {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return `${who} can't listen on ${address}: ${reasons[code]?.(key) ?? code}. Retrying.`;
}
