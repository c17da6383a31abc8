import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Gigahost } from "../../api/gigahost.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";
import { withLimit } from "../../platform/with-limit.ts";
import { createProvider } from "./provider.ts";
import { createGuardedServer, createWebhookServer } from "./webhook-server.ts";

export interface WebhookAddress {
  readonly host: string;
  readonly port: number;
}

export interface ExternalDnsOptions {
  readonly gigahost: Gigahost;
  readonly listen: WebhookAddress;
  /** Where the pod's probes ask; null: nowhere. */
  readonly health: WebhookAddress | null;
  readonly domainFilters: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly mask: (text: string) => string;
  /** In milliseconds; see `WebhookServerOptions`. */
  readonly maxAnswerMs?: number;
}

export interface ExternalDnsServer {
  readonly listen: WebhookAddress;
  readonly health: WebhookAddress | null;
  /** Ends when the write under way has ended, or after 8 s. */
  close(): Promise<void>;
}

/** Less than the 30 s that Kubernetes gives, since the other containers of the pod end first. */
const maxCloseMs = 8_000;

/** Starts the webhook provider. Rejects where it can't listen. */
export async function serveExternalDns(options: ExternalDnsOptions): Promise<ExternalDnsServer> {
  const { gigahost, clock, log, mask, domainFilters, maxAnswerMs } = options;
  const stop = new AbortController();
  const provider = createProvider({ gigahost, clock, log, domainFilters, signal: stop.signal });
  const webhook = createWebhookServer({
    provider,
    clock,
    log,
    mask,
    ...(maxAnswerMs === undefined ? {} : { maxAnswerMs }),
  });
  const listen = await listenAt(webhook, options.listen);
  const probes = options.health && createHealthServer();
  const health = probes && options.health && (await listenAt(probes, options.health));
  return {
    listen,
    health,
    async close() {
      webhook.close();
      await withLimit(clock, maxCloseMs, null, () => provider.settled(), 0).catch(() => undefined);
      stop.abort(new Error("the program was told to stop"));
      for (const server of [webhook, probes]) {
        server?.close();
        server?.closeAllConnections();
      }
    },
  };
}

/** Says that the process lives, and nothing about Gigahost: a restart fixes no server, and would end external-dns. */
function createHealthServer(): Server {
  return createGuardedServer((request, response) => {
    const isHere = request.url?.split("?")[0] === "/healthz";
    response.writeHead(isHere ? 200 : 404, { "Content-Type": "text/plain" });
    response.end(isHere ? "ok\n" : "Not found.\n");
  });
}

function listenAt(server: Server, { host, port }: WebhookAddress): Promise<WebhookAddress> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      const { address, port: bound } = server.address() as AddressInfo; // it listens on TCP
      resolve({ host: address, port: bound });
    });
  });
}
