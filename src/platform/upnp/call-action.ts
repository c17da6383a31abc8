import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { exchangeHttp } from "./exchange-http.ts";
import type { WanConnection } from "./gateway-device.ts";
import { childOf, readXml, type XmlElement } from "./read-xml.ts";

export interface ActionCall {
  readonly connection: Pick<WanConnection, "serviceType" | "controlUrl">;
  /** One without arguments, such as `GetExternalIPAddress`. */
  readonly action: string;
  /** The own address to ask from; null leaves that to the system. */
  readonly localAddress: string | null;
  readonly signal: AbortSignal;
}

export type ActionAnswer =
  | { readonly kind: "done"; readonly values: ReadonlyMap<string, string> }
  /** The device understood and won't; `code` is UPnP's, otherwise null, `status` HTTP's. */
  | { readonly kind: "refused"; readonly code: number | null; readonly status: number };

const maxValues = 64;
const maxValueCharacters = 256;

/** Calls an action of a device by SOAP (UPnP Device Architecture, section 3.2). */
export async function callAction(call: ActionCall): Promise<Exchanged<ActionAnswer>> {
  const { connection, action, localAddress, signal } = call;
  const headers = {
    "content-type": 'text/xml; charset="utf-8"',
    soapaction: `"${connection.serviceType}#${action}"`,
  };
  const body = writeEnvelope(connection.serviceType, action);
  const exchanged = await exchangeHttp({ url: connection.controlUrl, localAddress, headers, body, signal });
  return exchanged.ok ? readActionAnswer(exchanged.value, action) : exchanged;
}

function writeEnvelope(serviceType: string, action: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${serviceType}"></u:${action}></s:Body></s:Envelope>
`;
}

interface PostedAnswer {
  readonly status: number;
  readonly text: string;
}

function readActionAnswer({ status, text }: PostedAnswer, action: string): Exchanged<ActionAnswer> {
  const xml = readXml(text);
  if (status !== 200) return { ok: true, value: { kind: "refused", code: xml.ok ? readCode(xml.root) : null, status } };
  if (!xml.ok) return { ok: false, error: null, reason: `the router answers ${action} with a text that ${xml.reason}` };
  const said = childOf(bodyOf(xml.root), `${action}Response`);
  if (said === undefined) {
    const code = readCode(xml.root);
    if (code !== null) return { ok: true, value: { kind: "refused", code, status } };
    return { ok: false, error: null, reason: `the router answers ${action} with something else` };
  }
  return { ok: true, value: { kind: "done", values: readValues(said) } };
}

/** What stands twice counts once, as first said. */
function readValues(said: XmlElement): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, text } of said.children.slice(0, maxValues)) {
    if (!values.has(name)) values.set(name, text.slice(0, maxValueCharacters));
  }
  return values;
}

function bodyOf(root: XmlElement): XmlElement | undefined {
  return root.name === "Envelope" ? childOf(root, "Body") : undefined;
}

function readCode(root: XmlElement): number | null {
  const fault = childOf(childOf(childOf(bodyOf(root), "Fault"), "detail"), "UPnPError");
  const code = childOf(fault, "errorCode")?.text ?? "";
  return /^\d{3}$/.test(code) ? Number(code) : null;
}
