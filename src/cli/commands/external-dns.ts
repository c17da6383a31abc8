import { toAsciiName } from "../../api/values/ascii-name.ts";
import { serveExternalDns } from "../../cluster/external-dns/serve-external-dns.ts";
import { parseListenAddress } from "../../config/values/listen-address.ts";
import type { LogLevel } from "../../model/settings/log-level.ts";
import { systemClock } from "../../platform/clock.ts";
import { createLogger } from "../../platform/logger.ts";
import { createMasker } from "../../platform/mask.ts";
import { openAccount } from "../account/api-account.ts";
import { RefusedError, UsageError } from "../account/api-failure.ts";
import type { CommandContext } from "../command-context.ts";

export interface ExternalDnsWords {
  readonly listen: string;
  /** `none` for no listener of its own. */
  readonly health: string;
  /** Each a name or a list with commas; none: those of GIGAHOST_DDNS_DOMAIN_FILTER. */
  readonly domainFilters: readonly string[];
}

/** `external-dns`: the webhook provider, until SIGTERM or SIGINT. A refused credential is reported to external-dns, and never ends it. */
export async function externalDnsCommand(context: CommandContext, words: ExternalDnsWords): Promise<number> {
  const { options, environment, signal } = context;
  const listen = readPlace("--listen", words.listen);
  const health = words.health === "none" ? null : readPlace("--health", words.health);
  const domainFilters = readFilters(words.domainFilters, environment.GIGAHOST_DDNS_DOMAIN_FILTER);
  const { gigahost, secrets } = await openAccount(context, { streams: true });
  const level = (options.logLevel ?? "info") as LogLevel; // one of the choices of --log-level
  const log = await createLogger({ level, format: "auto", secrets });
  const mask = createMasker(secrets);
  const server = await serveExternalDns({
    ...{ gigahost, listen, health, domainFilters, clock: systemClock, log, mask },
  }).catch((error: NodeJS.ErrnoException) => {
    throw explainListening(error);
  });
  log.info(`gigahost-ddns ${__VERSION__} serves external-dns`, { ...server.listen, domainFilters });
  if (server.health) log.info("answering health checks at /healthz", { ...server.health });
  await untilAborted(signal);
  await server.close();
  await gigahost.close();
  log.info("stopped");
  return 0;
}

function readPlace(flag: string, written: string): { host: string; port: number } {
  const place = parseListenAddress(written);
  if (place === null) throw new UsageError([`${flag} expects an address and a port, as in 127.0.0.1:8888`]);
  return place;
}

function readFilters(given: readonly string[], variable = ""): readonly string[] {
  const names = (given.length > 0 ? given : [variable]).flatMap((list) => list.split(","));
  return names.map((name) => toAsciiName(name.trim())).filter((name) => name !== "");
}

function explainListening({
  code,
  message,
  address,
  port,
}: NodeJS.ErrnoException & { address?: string; port?: number }) {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: "another program uses that port",
    EACCES: "this user is not allowed to listen there; choose a port above 1023",
    EADDRNOTAVAIL: "this machine has no such address",
  };
  return new RefusedError(`can't listen on ${address}:${port}: ${why[code ?? ""] ?? code ?? message}`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
