import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createPlainServer, type RequestListener, request } from "node:http";
import { createServer } from "node:https";
import { dirname, join } from "node:path";
import { nobody, services, whoamiAddresses } from "./addresses.ts";
import { seenAs, weather } from "./serve-whoami.ts";

/** The API, behind which the simulator stands, and the web services that tell the asker's address. */
export async function serveWeb(certificateFile: string, simulatorUrl: string): Promise<void> {
  const tls = { cert: readFileSync(certificateFile), key: readFileSync(join(dirname(certificateFile), "key.pem")) };
  const listen = (address: string, listener: RequestListener) =>
    new Promise<void>((resolve) => createServer(tls, listener).listen(443, address, resolve));
  for (const address of services["api.gigahost.no"]) await listen(address, passOn(simulatorUrl));
  const echoes = [...services["api.ipify.org"], ...services["api6.ipify.org"], ...services["ifconfig.co"]];
  for (const address of echoes)
    await listen(address, ({ socket }, response) => {
      if (weather.down.includes(address)) socket.destroy();
      else response.end(seenAs(socket.remoteAddress ?? "", address));
    });
}

/** The addresses that all services stand at. */
export function takeAddresses(): void {
  execFileSync("ip", ["link", "set", "lo", "up"]);
  for (const address of [...Object.values(services).flat(), ...whoamiAddresses, nobody]) {
    const isIpv6 = address.includes(":");
    const how = isIpv6 ? ["128", "nodad"] : ["32"];
    execFileSync("ip", ["address", "add", `${address}/${how[0]}`, "dev", "lo", ...how.slice(1)]);
  }
}

/** A page to log in at, over plain HTTP and over TLS with a certificate that nobody trusts. */
export async function servePortal(address: string, certificateFile: string): Promise<void> {
  execFileSync("ip", ["address", "add", `${address}/32`, "dev", "lo"]);
  const tls = { cert: readFileSync(certificateFile), key: readFileSync(join(dirname(certificateFile), "key.pem")) };
  const answer: RequestListener = (_, response) => void response.end(`<html>Log in. Your address: ${address}</html>`);
  await new Promise<void>((resolve) => createServer(tls, answer).listen(443, address, resolve));
  await new Promise<void>((resolve) => createPlainServer(answer).listen(80, address, resolve));
}

export function passOn(simulatorUrl: string): RequestListener {
  return (asked, response) => {
    const { method, url = "/", headers } = asked;
    const sent = request(new URL(url, simulatorUrl), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on("error", () => response.destroy());
    asked.pipe(sent);
  };
}
