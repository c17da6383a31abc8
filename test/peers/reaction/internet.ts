// One of two processes of a lab, by its first argument: `internet CERTIFICATE`, all the services that the program and other
// clients ask, prints a line for each update that reaches the API; `fritzbox ADDRESS` at the router, moves by a line of input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { startSimulator } from "../../../src/simulator/start-simulator.ts";
import { services } from "../../network/addresses.ts";
import { serveNames } from "../../network/serve-names.ts";
import { passOn, serveWeb, takeAddresses } from "../../network/serve-web.ts";
import { seenAs, serveStun, serveWhoami } from "../../network/serve-whoami.ts";
import { playFritzbox } from "../../platform/upnp/play-fritzbox.ts";

/** An update as it reached the API. */
export interface Arrival {
  readonly atMs: number;
  readonly hostname: string;
  readonly addresses: readonly string[];
}

const [role, argument = ""] = process.argv.slice(2);
if (role === "internet") await serveInternet(argument);
else await serveFritzbox(argument);
console.log("ready");
process.stdin.on("end", () => process.exit(0)).resume();

async function serveInternet(certificateFile: string): Promise<void> {
  takeAddresses();
  const { url, dns, requests } = await startSimulator({ zones: ["example.no"] });
  const push = requests.push.bind(requests);
  requests.push = (...added) => {
    for (const { query } of added) {
      const { hostname, myip = "", myipv6 = "" } = query;
      const arrival: Arrival = { atMs: Date.now(), hostname: hostname ?? "", addresses: [myip, myipv6] };
      if (hostname !== undefined) console.log(JSON.stringify(arrival));
    }
    return push(...added);
  };
  await serveWeb(certificateFile, url);
  await Promise.all([serveNames({ mode: "answer", intercepted: null }, dns), serveStun(), serveWhoami()]);
  // In plain words, for clients that know no private authority.
  createServer(passOn(url)).listen(80, services["api.gigahost.no"][0]);
  createServer(({ socket }, response) =>
    response.end(seenAs(socket.remoteAddress ?? "", services["api.ipify.org"][0])),
  ).listen(80, services["api.ipify.org"][0]);
}

async function serveFritzbox(ipv4: string): Promise<void> {
  const box = playFritzbox({ ipv4, ipv6: "2a02:fe0:1::1", prefix: "2a02:fe0:77::" });
  createInterface(process.stdin).on("line", (address) => void box.change({ ipv4: address }));
  await new Promise<void>((resolve) => createServer(box.listener).listen(49_000, "192.168.77.1", resolve));
}
