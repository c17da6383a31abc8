import { Resolver } from "node:dns/promises";
import { systemClock } from "../../platform/clock.ts";

const maxWaitMs = 15_000;
const pauseMs = 50;

export interface Awaited {
  readonly hostname: string;
  readonly address: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly signal: AbortSignal;
}

/** Asks the name server, as `dig` would, until it answers with the address: after how many ms; null after 15 s. */
export async function waitUntilVisible({ hostname, address, server, signal }: Awaited): Promise<number | null> {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([`${server.host}:${server.port}`]);
  const begunMs = systemClock.steadyMs();
  while (!signal.aborted && systemClock.steadyMs() - begunMs < maxWaitMs) {
    const found = await resolver.resolve4(hostname).catch((): string[] => []);
    if (found.includes(address)) return Math.round(systemClock.steadyMs() - begunMs);
    await systemClock.sleep(pauseMs, signal);
  }
  return null;
}
