import { parseAddress } from "../../model/address.ts";
import type { LanPrefix } from "../../model/detection.ts";
import { codeOf } from "../../platform/error-code.ts";
import type { ActionAnswer } from "../../platform/upnp/call-action.ts";
import { findFritzbox } from "../../platform/upnp/find-fritzbox.ts";
import type { GatewayDevice, WanConnection } from "../../platform/upnp/gateway-device.ts";
import { type AskedRouter, callRouter, explainRouter, none, readValue } from "../network/call-router.ts";
import { findPath } from "../network/find-path.ts";
import { findRouter } from "../network/find-router.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies } from "../source-kind.ts";
import type { RouterSpec } from "../uri/parse-router.ts";
import { askConnections, type UpnpAnswer } from "./ask-upnp.ts";

/** Which description served last, by the source's spec, which is made once. */
const known = new WeakMap<RouterSpec, { readonly router: string; readonly device: GatewayDevice }>();

const boxesToTick =
  'under Home Network > Network > Network Settings, tick "Allow access for applications" and "Transmit status information over UPnP"';

/** `fritzbox:`: what a FRITZ!Box says of its connection, without a login. Asked over the LAN's IPv4 for both families. */
export async function askFritzbox(
  spec: RouterSpec,
  { family, ...question }: Question,
  { network }: SourceDependencies,
): Promise<RawAnswer> {
  const router = spec.router ?? (await findRouter(question, network));
  if (typeof router !== "string") return router;
  const found = await findPath(router, { ...question, family: "ipv4" }, network);
  if (!found.ok) return found.answer;
  const place: AskedRouter = { router, path: found.path, signal: question.signal };
  const ask = family === "ipv4" ? askIpv4 : askIpv6;
  const before = known.get(spec);
  const remembered = before?.router === router ? await ask(before.device, place) : null;
  if (remembered !== null && !remembered.isLost) return remembered.said;
  known.delete(spec);
  const search = { router, localAddress: found.path.localAddress, signal: question.signal };
  const { said, device } = await askAnew(search, place, ask);
  if (device !== null) known.set(spec, { router, device });
  return said;
}

type AskDevice = (device: GatewayDevice, place: AskedRouter) => Promise<UpnpAnswer>;

/** By IGD 1, and where the box refuses that, by IGD 2. */
async function askAnew(
  search: Parameters<typeof findFritzbox>[0],
  place: AskedRouter,
  ask: AskDevice,
): Promise<{ readonly said: RawAnswer; readonly device: GatewayDevice | null }> {
  let said: RawAnswer = none("was not asked");
  for (const version of [1, 2] as const) {
    const device = await findFritzbox(search, version);
    if (device.ok) {
      const answer = await ask(device.value, place);
      if (!answer.isLost) return { said: answer.said, device: device.value };
      said = answer.said;
    } else {
      if (version === 1) said = explainMissing(device, place.router);
      if (device.error !== null || place.signal.aborted) break;
    }
  }
  return { said, device: null };
}

function explainMissing(fault: { readonly error: Error | null; readonly reason: string }, router: string): RawAnswer {
  if (fault.error === null && /HTTP (404|500)/.test(fault.reason)) return refusal();
  const answer = explainRouter(fault, router);
  const isClosed = fault.error !== null && codeOf(fault.error) === "ECONNREFUSED";
  return isClosed ? none(`${answer.reason}; if it is a FRITZ!Box, ${boxesToTick}`) : answer;
}

function refusal(): RawAnswer {
  return none(`the FRITZ!Box refuses: ${boxesToTick}`);
}

const isRefused = (answer: ActionAnswer) => answer.kind === "refused";

/** As any UPnP router is asked; a box that refuses says so by refusing both. */
async function askIpv4(device: GatewayDevice, place: AskedRouter): Promise<UpnpAnswer> {
  const answered = await askConnections(device, place);
  const refuses = answered.said.kind === "none" && answered.said.reason.startsWith("the router refuses");
  return refuses ? { said: refusal(), isLost: true } : answered;
}

/** Its own address, and the prefix that it was delegated for the networks behind it. */
async function askIpv6({ connections: [connection] }: GatewayDevice, place: AskedRouter): Promise<UpnpAnswer> {
  if (connection === undefined) return { said: none("the FRITZ!Box names no connection"), isLost: true };
  const called = await callRouter(connection, "X_AVM_DE_GetExternalIPv6Address", place);
  if (!called.ok) return { said: called.said, isLost: true };
  if (isRefused(called.answer)) return { said: refusal(), isLost: true };
  const address = readIpv6(called.answer, "NewExternalIPv6Address");
  if (address === null) return { said: none("the FRITZ!Box has no IPv6 address"), isLost: false };
  return { said: { kind: "address", address, prefix: await askPrefix(connection, place) }, isLost: false };
}

async function askPrefix(connection: WanConnection, place: AskedRouter): Promise<LanPrefix | null> {
  const called = await callRouter(connection, "X_AVM_DE_GetIPv6Prefix", place);
  if (!called.ok) return null;
  const address = readIpv6(called.answer, "NewIPv6Prefix");
  const length = readValue(called.answer, "NewPrefixLength") ?? "";
  const isLength = /^\d{1,3}$/.test(length) && Number(length) > 0 && Number(length) <= 128;
  return address === null || !isLength ? null : { address, length: Number(length) };
}

/** Null for one whose time is over, too. */
function readIpv6(answer: ActionAnswer, name: string): string | null {
  const address = parseAddress(readValue(answer, name) ?? "");
  const isOver = readValue(answer, "NewValidLifetime") === "0";
  return address?.family === "ipv6" && address.text !== "::" && !isOver ? address.text : null;
}
