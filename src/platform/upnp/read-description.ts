import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { printable } from "../printable.ts";
import { exchangeHttp } from "./exchange-http.ts";
import type { GatewayDevice, WanConnection } from "./gateway-device.ts";
import { childOf, readXml, type XmlElement } from "./read-xml.ts";

/** How deep devices lie within devices: InternetGatewayDevice, WANDevice, WANConnectionDevice. */
const maxDeviceDepth = 4;
const maxConnections = 16;
const maxNameLength = 64;
const maxUrlLength = 1_024;

/** Fetches a device's description and reads what it tells of its connections to the Internet. */
export async function readDescription(
  location: URL,
  localAddress: string | null,
  signal: AbortSignal,
): Promise<Exchanged<GatewayDevice>> {
  const exchanged = await exchangeHttp({ url: location, localAddress, signal });
  if (!exchanged.ok) return exchanged;
  const { status, text } = exchanged.value;
  if (status !== 200) return fail(`the router's UPnP description is answered with HTTP ${status}`);
  return parseDescription(text, location);
}

/** URLs are taken by what the description says, but only where they lead back to the device itself. */
function parseDescription(text: string, location: URL): Exchanged<GatewayDevice> {
  const xml = readXml(text);
  if (!xml.ok) return fail(`the router answers with a UPnP description that ${xml.reason}`);
  const device = childOf(xml.root, "device");
  if (xml.root.name !== "root" || device === undefined)
    return fail("the router's UPnP description describes no device");
  const base = sameHost(childOf(xml.root, "URLBase")?.text ?? "", location) ?? location;
  const connections = servicesOf(device, maxDeviceDepth)
    .flatMap((service) => readConnection(service, base) ?? [])
    .slice(0, maxConnections);
  if (connections.length === 0) return fail("the router's UPnP description names no connection to the Internet");
  const said = (name: string) => printable(childOf(device, name)?.text ?? "").slice(0, maxNameLength);
  return {
    ok: true,
    value: { location, manufacturer: said("manufacturer"), model: said("modelName"), connections },
  };
}

function servicesOf(device: XmlElement, depth: number): readonly XmlElement[] {
  const own = childOf(device, "serviceList")?.children ?? [];
  const below = depth > 1 ? (childOf(device, "deviceList")?.children ?? []) : [];
  return [...own, ...below.flatMap((inner) => servicesOf(inner, depth - 1))];
}

function readConnection(service: XmlElement, base: URL): WanConnection | null {
  const serviceType = childOf(service, "serviceType")?.text ?? "";
  if (!/^urn:schemas-upnp-org:service:WAN(IP|PPP)Connection:\d$/.test(serviceType)) return null;
  const controlUrl = sameHost(childOf(service, "controlURL")?.text ?? "", base);
  if (controlUrl === null) return null;
  return { serviceType, controlUrl, eventUrl: sameHost(childOf(service, "eventSubURL")?.text ?? "", base) };
}

/** A URL as a document names it, or null if it leads to any other host, or nowhere. */
export function sameHost(text: string, base: URL): URL | null {
  if (text === "" || text.length > maxUrlLength || !URL.canParse(text, base.href)) return null;
  const url = new URL(text, base);
  const isSame =
    url.protocol === "http:" && url.hostname === base.hostname && url.username === "" && url.password === "";
  return isSame ? url : null;
}

function fail(reason: string): Exchanged<GatewayDevice> {
  return { ok: false, error: null, reason };
}
