// The other side of a home's way out: an Internet that consists of what the program asks. Bundled and started in a network
// namespace of its own by start-home.ts; takes orders as lines of JSON and answers each with one line.
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { playFritzbox } from "../platform/upnp/play-fritzbox.ts";
import { makeCertificate } from "./make-certificate.ts";
import { type ResolverMode, serveNames } from "./serve-names.ts";
import { servePortal, serveWeb, takeAddresses } from "./serve-web.ts";
import { portal, seen, serveStun, serveWhoami, type Weather, weather } from "./serve-whoami.ts";

export type Order =
  | { readonly do: "begin" }
  | { readonly do: "serve" }
  | { readonly do: "resolver"; readonly mode: ResolverMode }
  /** What something on the way answers in the name servers' place, to every question about A. */
  | { readonly do: "intercept"; readonly address: string | null }
  /** Services lie or are down, by their addresses; a portal answers for all of them. */
  | ({ readonly do: "weather" } & Readonly<Weather>)
  /** The router plays a FRITZ!Box with that address. */
  | { readonly do: "fritzbox"; readonly address: string }
  /** The router has another address, as all see, and tells those who subscribed to its events: how many. */
  | { readonly do: "move"; readonly address: string }
  /** What the zone is to hold. */
  | { readonly do: "set"; readonly name: string; readonly type: string; readonly values: readonly string[] }
  /** The requests that reached the API since the last time. */
  | { readonly do: "requests" }
  /** What the zone holds. */
  | { readonly do: "records"; readonly name: string; readonly type: string };

export interface Replies {
  readonly begin: null;
  readonly serve: null;
  readonly resolver: null;
  readonly intercept: null;
  readonly weather: null;
  readonly fritzbox: null;
  readonly move: number;
  readonly set: null;
  readonly requests: readonly { readonly path: string; readonly query: Readonly<Record<string, string>> }[];
  readonly records: readonly string[];
}

const certificateFile = process.argv[2] ?? "";
const simulator = await startSimulator({ zones: ["example.no"] });
let box: ReturnType<typeof playFritzbox> | null = null;
const resolver: { mode: ResolverMode; intercepted: string | null } = { mode: "answer", intercepted: null };

for await (const line of createInterface(process.stdin)) {
  console.log(JSON.stringify(await obey(JSON.parse(line))));
}
process.exit(0);

async function obey(order: Order): Promise<Replies[Order["do"]]> {
  switch (order.do) {
    case "begin":
      takeAddresses();
      return null;
    case "serve":
      await Promise.all([serveNames(resolver, simulator.dns), serveWeb(certificateFile, simulator.url)]);
      await Promise.all([serveStun(), serveWhoami()]);
      return null;
    case "resolver":
      resolver.mode = order.mode;
      return null;
    case "intercept":
      resolver.intercepted = order.address;
      return null;
    case "weather":
      Object.assign(weather, { lying: order.lying, down: order.down, portal: order.portal });
      if (order.portal)
        await servePortal(portal, makeCertificate(mkdtempSync(join(tmpdir(), "portal-")), ["portal.example"]));
      return null;
    case "fritzbox":
      seen.ipv4 = order.address;
      box = playFritzbox({ ipv4: order.address, ipv6: "2a02:fe0:1::1", prefix: "2a02:fe0:77::" });
      await new Promise<void>((resolve) => createServer(box?.listener).listen(49_000, "192.168.1.1", resolve));
      return null;
    case "move":
      seen.ipv4 = order.address;
      return (await box?.change({ ipv4: order.address }))?.length ?? 0;
    case "set":
      simulator.store.zones.set(order.name, order.type, order.values);
      return null;
    case "requests":
      return simulator.requests.splice(0).map(({ path, query }) => ({ path, query }));
    case "records":
      return simulator.store.zones.values(order.name, order.type);
  }
}
