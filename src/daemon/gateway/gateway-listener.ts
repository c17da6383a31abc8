import type { Config } from "../../config/config.ts";
import type { GatewayDesk } from "../../gateway/desk.ts";
import type { GatewayServer } from "../../gateway/serve-gateway.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";
import type { Daemon } from "../daemon.ts";
import { watchFile } from "../watching/watch-file.ts";

/** The gateway's listener as the configuration wants it, which may change while it runs. */
export interface GatewayListener {
  /** Starts, ends or replaces the server where the configuration asks for another one; clients come and go without that. */
  follow(config: Config): Promise<void>;
  close(): Promise<void>;
}

/** `onClients`: called when the file of clients has changed. */
export function createGatewayListener(daemon: Daemon, log: Log, onClients: () => void): GatewayListener {
  let server: GatewayServer | null = null;
  let settings = "";
  let desk: GatewayDesk | null = null;
  let watched: { readonly file: string; readonly stop: () => void } | null = null;
  let stop = new AbortController();
  const close = async () => {
    stop.abort();
    stop = new AbortController();
    await server?.close();
    server = null;
    daemon.setFaults("gateway", []);
  };
  const watchClients = (file: string | null) => {
    if (file === (watched?.file ?? null)) return;
    watched?.stop();
    watched = file === null ? null : { file, stop: watchFile(file, systemClock, onClients) };
  };
  return {
    async follow({ gateway }) {
      desk = gateway && daemon.gatewayDesk();
      watchClients(gateway?.clientsFile ?? null);
      const { clients: _clients, ...listening } = gateway ?? {};
      const wanted = gateway ? JSON.stringify(listening) : "";
      if (wanted === settings) return;
      await close();
      settings = wanted;
      server = gateway && (await serve(gateway, daemon, { log, desk: () => desk, signal: stop.signal }));
    },
    async close() {
      watchClients(null);
      await close();
    },
  };
}

async function serve(
  { host, port, tls, trustedProxies }: NonNullable<Config["gateway"]>,
  daemon: Daemon,
  { log, desk, signal }: { readonly log: Log; readonly desk: () => GatewayDesk | null; readonly signal: AbortSignal },
): Promise<GatewayServer> {
  const [{ serveGateway }, { createChallengeDesk }] = await Promise.all([
    import("../../gateway/serve-gateway.ts"),
    import("./challenge-desk.ts"),
  ]);
  const server = await serveGateway({
    ...{ host, port, tls, trustedProxies, log, clock: systemClock },
    desk: followDesk(desk),
    challenges: createChallengeDesk({ ...daemon.challengeOffice(), signal }),
    onProblems: (problems) => daemon.setFaults("gateway", problems),
    onDefect: (error) => log.error("internal error in the gateway; please report it", { error }),
  });
  const address = server.address();
  if (address) log.info(`the gateway listens${tls ? " (https)" : ""}`, address);
  return server;
}

/** The desk of the configuration in force: a reload needs no other server. */
function followDesk(current: () => GatewayDesk | null): GatewayDesk {
  return {
    get allowNonPublic() {
      return current()?.allowNonPublic ?? false;
    },
    client: (name) => current()?.client(name) ?? null,
    standby: () => current()?.standby() ?? null,
    isPublished: (client, told) => current()?.isPublished(client, told) ?? false,
    noteHeard: (client, told) => current()?.noteHeard(client, told),
    remember: async (client, told) => (await current()?.remember(client, told)) ?? false,
    publish: async (client) => (await current()?.publish(client)) ?? [],
  };
}
