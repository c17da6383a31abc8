import { createServer } from "node:http";
import type { Clock } from "../platform/clock.ts";
import { addressOf, closeServer } from "../platform/http-server/close-server.ts";
import { guardedOptions, guardServer, guardVisit, type ServerGuards } from "../platform/http-server/guard-server.ts";
import { keepListening } from "../platform/http-server/keep-listening.ts";
import { createWrongSecretLimit } from "../platform/http-server/wrong-secret-limit.ts";
import type { DaemonView } from "./daemon-view.ts";
import type { HttpSettings } from "./guard/http-settings.ts";
import { readOrMakeToken } from "./guard/http-token.ts";
import type { Tally } from "./metrics/tally.ts";
import { answerVisit } from "./routes/answer-visit.ts";
import type { ServerParts } from "./routes/route.ts";
import { stateDirId, stateDirIdHeader } from "./state-dir-id.ts";
import { errorAnswer, safetyHeaders, sendAnswer } from "./wire/answer.ts";
import { createEventStreams } from "./wire/event-streams.ts";
import { createStatusCache } from "./wire/status-cache.ts";

export interface StatusServerOptions {
  /** The `http` part of the configuration. */
  readonly config: HttpSettings;
  readonly view: DaemonView;
  readonly stateDir: string;
  /** What is counted while the process runs. */
  readonly tally: Tally;
  readonly clock: Clock;
  /** Called when `problems()` has changed. */
  readonly onProblems: (problems: readonly string[]) => void;
  /** Called, with a reason in plain words, when another token is in force than the one that was there. */
  readonly onTokenReplaced?: (words: string) => void;
  /** Called with a defect of ours that a visitor ran into; the visitor only learns that there is one. */
  readonly onDefect: (error: unknown) => void;
  /** Masks the account's secrets by value in everything that is shown. */
  readonly mask: (text: string) => string;
  /** How soon to try again what failed (a port in use, a token that can't be made); 10 s by default. */
  readonly retryMs?: number;
  /** How long a connection may be idle before it is closed; 12 s by default. */
  readonly maxSilenceMs?: number;
}

export interface StatusServer {
  /** Where it listens; null while it can't. */
  address(): { readonly host: string; readonly port: number } | null;
  /** Its problems, one plain sentence each: the daemon is degraded as long as there is one. */
  problems(): readonly string[];
  /** Restores what somebody removed while it runs: the token's file. */
  tend(): Promise<void>;
  /** Stops within a second, whoever is still connected. */
  close(): Promise<void>;
}

const defaultRetryMs = 10_000;
const usualMaxSilenceMs = 12_000;

const guards: Omit<ServerGuards, "maxSilenceMs"> = {
  maxHeaderBytes: 8 * 1024,
  maxConnections: 256,
  maxUnanswered: 32,
  say: (words) => ({ ...errorAnswer(400, words), headers: safetyHeaders }),
};

/** Starts the HTTP server. Never throws because of a port in use or a token that can't be made: see `problems`. */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { config, view, clock, retryMs = defaultRetryMs } = options;
  const stop = new AbortController();
  const problems = createProblems(options.onProblems);
  const token = await keepToken(options, retryMs, stop.signal, problems.set("token"));
  const status = createStatusCache(
    () => view.status(),
    options.mask,
    () => clock.steadyMs(),
  );
  const forgetAfterRound = view.onRound(() => status.forget());
  const streams = createEventStreams({ view, status, mask: options.mask, startedWallMs: clock.wallMs() });
  const parts: ServerParts = {
    identity: { [stateDirIdHeader]: stateDirId(options.stateDir) },
    tally: options.tally,
    ...{ settings: config, view, clock, status, streams, token: token.read, mask: options.mask },
    loginLimit: createWrongSecretLimit(5, 12_000),
  };
  const limits = { ...guards, maxSilenceMs: options.maxSilenceMs ?? usualMaxSilenceMs };
  const visit = guardVisit(limits, (request, response) => {
    answerVisit(request, response, parts).catch((error) => {
      options.onDefect(error);
      sendAnswer(request, response, errorAnswer(500, "Internal error; please report it. The log has the details."));
    });
  });
  const server = createServer(guardedOptions(limits), visit);
  guardServer(server, limits);
  const listening = { clock, signal: stop.signal, everyMs: retryMs, onProblem: problems.set("listen") };
  const { host, port } = config;
  await keepListening(server, { host, port, who: "The HTTP server", key: "http.listen" }, listening);

  return {
    address: () => addressOf(server),
    problems: problems.list,
    tend: token.tend,
    async close() {
      stop.abort();
      forgetAfterRound();
      streams.close();
      await closeServer(server);
    },
  };
}

/** What is wrong at the moment, by part. */
function createProblems(onChange: (problems: readonly string[]) => void) {
  const current = new Map<string, string>();
  const list = () => [...current.values()];
  const set = (part: string) => (problem: string | null) => {
    if (problem === (current.get(part) ?? null)) return;
    if (problem === null) current.delete(part);
    else current.set(part, problem);
    onChange(list());
  };
  return { list, set };
}

/** Reads or creates the token, and retries if that fails; null until then. `tend` looks after its file. */
async function keepToken(
  { config, stateDir, clock, onTokenReplaced }: StatusServerOptions,
  everyMs: number,
  signal: AbortSignal,
  onProblem: (problem: string | null) => void,
): Promise<{ read: () => string | null; tend: () => Promise<void> }> {
  const read = async (before: string | null = null) => {
    const found = await readOrMakeToken(config.tokenFile, stateDir, before);
    if (found.ok && found.replaced !== null) onTokenReplaced?.(found.replaced);
    return found;
  };
  let answer = await read();
  const tryAgain = async () => {
    while (!answer.ok && !signal.aborted) {
      onProblem(answer.reason);
      await clock.sleep(everyMs, signal);
      answer = await read();
    }
    // A server that is stopping fixes nothing.
    if (!signal.aborted) onProblem(null);
  };
  void tryAgain();
  return {
    read: () => (answer.ok ? answer.token : null),
    async tend() {
      if (!answer.ok) return;
      const again = await read(answer.token);
      // The previous token stays valid while its file is missing.
      if (again.ok) answer = again;
      onProblem(again.ok ? null : again.reason);
    },
  };
}
