import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface UpnpRouterSetup {
  /** Another description than the usual one, by its path; `{port}` stands for its own HTTP port. Null: HTTP 404. */
  readonly describe?: (path: string) => string | null;
  /** The answer to an action; the usual ones where it gives null. */
  readonly act?: (action: string, request: IncomingMessage) => { status: number; body: string } | null;
  /** Takes a request over as a whole. */
  readonly serve?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The answers to a search. */
  readonly answerSearch?: (target: string, host: string, httpPort: number) => readonly string[];
  /** Listens at the ports of SSDP and of a FRITZ!Box, at an address of loopback that nobody else has; else at free ones. */
  readonly atUsualPorts?: boolean;
  /** What it has; null: nothing, and it is not connected. */
  readonly address?: string | null;
}

export const serviceType = "urn:schemas-upnp-org:service:WANIPConnection:1";

/** A description with one connection, at the paths that miniupnpd has. */
export const plainDescription = `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0" configId="1337"><specVersion><major>1</major><minor>1</minor></specVersion>
<device><deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType><friendlyName>A &amp; B</friendlyName>
<manufacturer>Example</manufacturer><modelName>Router 1</modelName>
<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><deviceList><device>
<deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType><serviceList><service>
<serviceType>${serviceType}</serviceType><serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId>
<SCPDURL>/WANIPCn.xml</SCPDURL><controlURL>/ctl/IPConn</controlURL><eventSubURL>/evt/IPConn</eventSubURL>
</service></serviceList></device></deviceList></device></deviceList></device></root>`;

/** A SOAP answer with these values. */
export function soapAnswer(action: string, values: Readonly<Record<string, string>>): string {
  const said = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<?xml version="1.0"?>\r\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action}Response xmlns:u="${serviceType}">${said.join("")}</u:${action}Response></s:Body></s:Envelope>\r\n`;
}

/** A SOAP fault with a code of UPnP. */
export function soapFault(code: number, description: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>${code}</errorCode><errorDescription>${description}</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>`;
}

/** A UPnP router on loopback: its search port, its HTTP port, and what it was asked. */
export async function startUpnpRouter(setup: UpnpRouterSetup = {}) {
  const asked: string[] = [];
  const state = { address: setup.address === undefined ? "185.0.2.1" : setup.address };
  const web = createServer((request, response) => {
    const action = /#(\w+)"?$/.exec(request.headers.soapaction?.toString() ?? "")?.[1] ?? "";
    asked.push(action === "" ? `${request.method} ${request.url}` : action);
    if (setup.serve?.(request, response)) return;
    if (action === "") return sendDescription(request.url ?? "", response, setup, httpPort);
    const { status, body } = setup.act?.(action, request) ?? usualAnswer(action, state.address);
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  const ssdp = createSocket("udp4");
  const host = await listen(web, ssdp, setup.atUsualPorts ?? false);
  const httpPort = (web.address() as AddressInfo).port; // A TCP server's address is an AddressInfo.
  ssdp.on("message", (message, from) => {
    const target = /^ST: *(.+?)\r$/m.exec(message.toString("latin1"))?.[1] ?? "";
    const answers = setup.answerSearch?.(target, host, httpPort) ?? [usualSearchAnswer(target, host, httpPort)];
    for (const answer of answers) ssdp.send(answer, from.port, from.address);
  });
  return {
    host,
    searchPort: ssdp.address().port,
    httpPort,
    asked,
    state,
    close: () => {
      ssdp.close();
      web.closeAllConnections();
      web.close();
    },
  };
}

async function listen(web: Server, ssdp: Socket, atUsualPorts: boolean): Promise<string> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const [first, second, third = 0] = randomBytes(3);
    const host = atUsualPorts ? `127.${first}.${second}.${(third % 250) + 2}` : "127.0.0.1";
    const isListening = await new Promise<boolean>((resolve) => {
      web.once("error", () => resolve(false));
      web.listen(atUsualPorts ? 49_000 : 0, host, () => resolve(true));
    });
    if (!isListening) continue;
    await new Promise<void>((resolve) => ssdp.bind(atUsualPorts ? 1900 : 0, host, resolve));
    return host;
  }
  throw new Error("port 49000 is free at no address of loopback");
}

function sendDescription(path: string, response: ServerResponse, { describe }: UpnpRouterSetup, port: number): void {
  const description = describe === undefined ? plainDescription : describe(path);
  if (description === null) return void response.writeHead(404).end("<html>Not Found</html>");
  response.writeHead(200, { "content-type": "text/xml" }).end(description.replaceAll("{port}", `${port}`));
}

export function usualSearchAnswer(target: string, host: string, httpPort: number): string {
  return `HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: ${target}\r\nUSN: uuid:1::${target}\r\nEXT:\r\nSERVER: Test/1 UPnP/1.1\r\nLOCATION: http://${host}:${httpPort}/rootDesc.xml\r\n\r\n`;
}

function usualAnswer(action: string, address: string | null): { status: number; body: string } {
  const status = address === null ? "Disconnected" : "Connected";
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    GetExternalIPAddress: { NewExternalIPAddress: address ?? "0.0.0.0" },
    GetStatusInfo: { NewConnectionStatus: status, NewLastConnectionError: "ERROR_NONE", NewUptime: "120" },
  };
  const known = values[action];
  if (known === undefined) return { status: 500, body: soapFault(401, "Invalid Action") };
  return { status: 200, body: soapAnswer(action, known) };
}
