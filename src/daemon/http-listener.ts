import type { Config } from "../config/config.ts";
import { systemClock } from "../platform/clock.ts";
import type { Log } from "../platform/logger.ts";
import { createTally, type Tally } from "../status/metrics/tally.ts";
import type { StatusServer } from "../status/server.ts";
import type { Daemon } from "./daemon.ts";

/** The daemon's HTTP server as the configuration wants it, which may change while it runs. */
export interface HttpListener {
  /** Starts, ends or replaces the server where the configuration asks for another one. */
  follow(config: Config): Promise<void>;
  /** Where it listens; null if it doesn't. */
  address(): { readonly host: string; readonly port: number } | null;
  /** Looks after what it keeps on disk. */
  tend(): Promise<void>;
  close(): Promise<void>;
}

export function createHttpListener(daemon: Daemon, log: Log): HttpListener {
  // Counted whoever listens.
  const tally = createTally();
  daemon.onRound(tally.note);
  let server: StatusServer | null = null;
  let settings = "";
  const close = async () => {
    await server?.close();
    server = null;
  };
  return {
    async follow(config) {
      const wanted = JSON.stringify([config.http, config.stateDir, config.secrets]);
      if (wanted === settings) return;
      await close();
      daemon.setFaults("http", []);
      settings = wanted;
      server = config.http && (await serve(daemon, config, config.http, { log, tally }));
    },
    address: () => server?.address() ?? null,
    tend: async () => server?.tend(),
    close,
  };
}

async function serve(
  daemon: Daemon,
  { stateDir, secrets }: Config,
  http: NonNullable<Config["http"]>,
  { log, tally }: { readonly log: Log; readonly tally: Tally },
): Promise<StatusServer> {
  const [{ startStatusServer }, { createMasker }] = await Promise.all([
    import("../status/server.ts"),
    import("../platform/mask.ts"),
  ]);
  const server = await startStatusServer({
    config: http,
    view: daemon,
    stateDir,
    tally,
    clock: systemClock,
    mask: createMasker(secrets),
    onProblems: (problems) => daemon.setFaults("http", problems),
    onTokenReplaced: (words) => log.warn(words),
    onDefect: (error) => log.error("internal error: an HTTP request failed; please report it", { error }),
  });
  const address = server.address();
  if (address) log.info("the status is served", address);
  return server;
}
