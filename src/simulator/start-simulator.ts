import { createServer, type Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { systemClock } from "../platform/clock.ts";
import { startDnsServer } from "./dns/dns-server.ts";
import { Faults } from "./faults.ts";
import { handlers } from "./handlers/handlers.ts";
import { createAnswerer } from "./http/answer-request.ts";
import type { LoggedRequest } from "./http/request-log.ts";
import { defaultHabits, type SimulatorOptions } from "./simulator-options.ts";
import { seedStore } from "./store/seed-store.ts";
import type { Store } from "./store/store.ts";

/** A running simulated Gigahost. */
export interface Simulator {
  /** The API's base URL, `http://127.0.0.1:PORT/api/v0`. */
  readonly url: string;
  /** Where its zones are served; one port for UDP and TCP. */
  readonly dns: { readonly host: string; readonly port: number };
  /** Every request seen, oldest first; the last 20,000 or so. */
  readonly requests: LoggedRequest[];
  /** What it remembers, to look at and to edit by hand, as a user would on the web page. */
  readonly store: Store;
  /** The faults of the next answers. */
  readonly faults: Faults;
  /** Stops at once, whatever is in progress; may be called again. */
  close(): Promise<void>;
}

/** Starts a simulated Gigahost, API and DNS, with the habits of the real one, as far as they are known. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? systemClock;
  const habits = { ...defaultHabits, ...options.habits };
  const host = options.host ?? "127.0.0.1";
  const store = seedStore(options, clock);
  const faults = new Faults();
  const requests: LoggedRequest[] = [];
  const api = createServer(createAnswerer({ store, habits, clock, handlers }, faults, requests));
  const port = await listen(api, options.port ?? 0, host);
  const dnsServer = startDnsServer({ zones: store.zones, faults, host, port: options.dnsPort ?? 0 });
  const dns = await dnsServer.catch(async (error) => {
    await closeNow(api);
    throw error;
  });
  const url = `http://${isIPv6(host) ? `[${host}]` : host}:${port}/api/v0`;
  let closed: Promise<unknown> | null = null;
  const close = async () => {
    closed ??= Promise.all([dns.close(), closeNow(api)]);
    await closed;
  };
  return { url, dns: { host, port: dns.port }, requests, store, faults, close };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port); // a listening TCP server has an address of that kind
    });
  });
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
