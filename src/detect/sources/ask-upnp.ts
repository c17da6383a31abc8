import { parseAddress } from "../../model/address.ts";
import type { ActionAnswer } from "../../platform/upnp/call-action.ts";
import { findGatewayDevice } from "../../platform/upnp/find-gateway-device.ts";
import type { GatewayDevice, WanConnection } from "../../platform/upnp/gateway-device.ts";
import {
  type AskedRouter,
  callRouter,
  describeRefusal,
  explainRouter,
  none,
  readValue,
} from "../network/call-router.ts";
import { findPath } from "../network/find-path.ts";
import { findRouter } from "../network/find-router.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies } from "../source-kind.ts";
import type { RouterSpec } from "../uri/parse-router.ts";

/** What each source knows of its router, so that it is searched for once: by the spec, which is made once. */
const known = new WeakMap<RouterSpec, { readonly router: string; readonly device: GatewayDevice }>();

/** `upnp:`: what the router says its own address is (UPnP IGD 1 and 2). */
export async function askUpnp(
  spec: RouterSpec,
  question: Question,
  { clock, network }: SourceDependencies,
): Promise<RawAnswer> {
  const router = spec.router ?? (await findRouter(question, network));
  if (typeof router !== "string") return router;
  const found = await findPath(router, question, network);
  if (!found.ok) return found.answer;
  const place: AskedRouter = { router, path: found.path, signal: question.signal };
  const before = known.get(spec);
  if (before?.router === router) {
    const answer = await askConnections(before.device, place);
    if (!answer.isLost) return answer.said;
    known.delete(spec);
  }
  const way = await network.wayOut("ipv4", router);
  // The group is asked on the router's own link, wherever the default route leads.
  const localAddress = found.path.localAddress ?? (way.kind === "found" ? way.address : null);
  const device = await findGatewayDevice({ router, localAddress, clock, signal: question.signal });
  if (!device.ok) return explainRouter(device, router);
  known.set(spec, { router, device: device.value });
  return (await askConnections(device.value, place)).said;
}

/** `isLost`: it is not where it was, so that it is to be searched for again. */
export interface UpnpAnswer {
  readonly said: RawAnswer;
  readonly isLost: boolean;
}

const maxAsked = 4;

/** What a router with several connections says of those that are up; two addresses are none. */
export async function askConnections({ connections }: GatewayDevice, place: AskedRouter): Promise<UpnpAnswer> {
  const addresses = new Set<string>();
  const others: Extract<RawAnswer, { kind: "none" }>[] = [];
  for (const connection of connections.slice(0, maxAsked)) {
    const { said, isLost } = await askConnection(connection, place);
    if (isLost) return { said, isLost };
    if (said.kind === "address") addresses.add(said.address);
    else others.push(said);
  }
  const [address] = addresses;
  if (addresses.size > 1) return told(none(`the router has several addresses: ${[...addresses].join(", ")}`));
  if (address !== undefined) return told({ kind: "address", address, router: place.router });
  return told(others.find(({ translated }) => translated) ?? others[0] ?? none("the router names no connection"));
}

async function askConnection(connection: WanConnection, place: AskedRouter): Promise<UpnpAnswer> {
  const status = await callRouter(connection, "GetStatusInfo", place);
  if (!status.ok) return { said: status.said, isLost: true };
  const state = readValue(status.answer, "NewConnectionStatus");
  if (state !== null && state !== "Connected") return told(notConnected(state));
  const address = await callRouter(connection, "GetExternalIPAddress", place);
  if (!address.ok) return { said: address.said, isLost: true };
  return told(readAddress(address.answer));
}

function readAddress(answer: ActionAnswer): RawAnswer {
  if (answer.kind === "refused") return none(`the router refuses to name its address (${describeRefusal(answer)})`);
  const text = readValue(answer, "NewExternalIPAddress") ?? "";
  if (text === "" || text === "0.0.0.0") return notConnected("no address");
  const address = parseAddress(text);
  return address === null
    ? none("the router names something that is not an address")
    : { kind: "address", address: address.text };
}

/** Offline, or its own address is one of a provider's translator: some routers call that not connected. */
function notConnected(state: string): RawAnswer {
  const shown = /^[A-Za-z ]{1,32}$/.test(state) ? state : "not connected";
  return { ...none(`the router has no public address (UPnP: ${shown})`), translated: true };
}

function told(said: RawAnswer): UpnpAnswer {
  return { said, isLost: false };
}
