import type { Server } from "node:http";
import type { Clock } from "../../platform/clock.ts";

/**
 * Listens, and where that fails tries again until it works or the signal is aborted. Resolves after the first attempt.
 * `onProblem` hears what is wrong in plain words, once, and null when it is over.
 */
export async function keepListening(
  server: Server,
  where: { readonly host: string; readonly port: number },
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
  where: Parameters<typeof keepListening>[1],
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

/** Null when it listens. */
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

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program has that port; choose another in http.listen, or stop it",
  EACCES: "this user may not listen there; choose a port above 1023 in http.listen",
  EADDRNOTAVAIL: "this machine has no such address; correct http.listen",
  ENOTFOUND: "that name is unknown; write an address into http.listen",
};

function explainFailure({ code = "unknown" }: NodeJS.ErrnoException, { host, port }: { host: string; port: number }) {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return `The HTTP server can't listen on ${address}: ${reasons[code] ?? code}. It is tried again.`;
}
