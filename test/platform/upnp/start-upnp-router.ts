import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface UpnpRouterSetup {
  /** Another description than the usual one; `{port}` stands for its own HTTP port. */
  readonly description?: string;
  /** The answer to an action; the usual ones where it gives null. */
  readonly act?: (action: string, request: IncomingMessage) => { status: number; body: string } | null;
  /** The answer to a search; null: silence. */
  readonly answerSearch?: (target: string, httpPort: number) => string | null;
  readonly address?: string;
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
  const httpPort = () => (web.address() as AddressInfo).port; // A TCP server's address is an AddressInfo.
  const web = createServer((request, response) => {
    const action = /#(\w+)"?$/.exec(request.headers.soapaction?.toString() ?? "")?.[1] ?? "";
    asked.push(action === "" ? `${request.method} ${request.url}` : action);
    if (action === "") return sendDescription(response, setup, httpPort());
    const { status, body } = setup.act?.(action, request) ?? usualAnswer(action, setup.address ?? "185.0.2.1");
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const ssdp = createSocket("udp4");
  ssdp.on("message", (message, from) => {
    const target = /^ST: *(.+?)\r$/m.exec(message.toString("latin1"))?.[1] ?? "";
    const answer = (setup.answerSearch ?? usualSearchAnswer)(target, httpPort());
    if (answer !== null) ssdp.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => ssdp.bind(0, "127.0.0.1", resolve));
  return {
    searchPort: ssdp.address().port,
    httpPort: httpPort(),
    asked,
    close: () => {
      ssdp.close();
      web.closeAllConnections();
      web.close();
    },
  };
}

function sendDescription(response: ServerResponse, { description }: UpnpRouterSetup, port: number): void {
  response.writeHead(200, { "content-type": "text/xml" });
  response.end((description ?? plainDescription).replaceAll("{port}", `${port}`));
}

export function usualSearchAnswer(target: string, httpPort: number): string {
  return `HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: ${target}\r\nUSN: uuid:1::${target}\r\nEXT:\r\nSERVER: Test/1 UPnP/1.1\r\nLOCATION: http://127.0.0.1:${httpPort}/rootDesc.xml\r\n\r\n`;
}

function usualAnswer(action: string, address: string): { status: number; body: string } {
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    GetExternalIPAddress: { NewExternalIPAddress: address },
    GetStatusInfo: { NewConnectionStatus: "Connected", NewLastConnectionError: "ERROR_NONE", NewUptime: "120" },
  };
  const known = values[action];
  if (known === undefined) return { status: 500, body: soapFault(401, "Invalid Action") };
  return { status: 200, body: soapAnswer(action, known) };
}
