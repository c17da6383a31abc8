import { randomBytes } from "node:crypto";
import { parseAddress } from "../../model/address.ts";
import type { DefaultRoute } from "../../platform/default-route.ts";
import {
  natPmpRequest,
  type PcpMapping,
  type RouterAnswer,
  readNatPmpAnswer,
  readPcpMapAnswer,
  writePcpMapRequest,
} from "../formats/router-message.ts";
import { type DatagramExchange, type Exchanged, exchangeDatagrams } from "../network/exchange-datagrams.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath } from "../network/find-path.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { RouterSpec } from "../source-spec.ts";
import type { SourceDependencies } from "./source-dependencies.ts";

const routerPort = 5351;
/** RFC 6886, section 3.1. */
const firstWaitMs = 250;
const mappingSeconds = 120;
const takeBackLimitMs = 500;

type Wire = Pick<DatagramExchange<RouterAnswer>, "path" | "port" | "family" | "clock" | "signal" | "firstWaitMs">;

/** `natpmp:` and `pcp:`: what the router says its own address is. */
export async function askRouter(
  spec: RouterSpec,
  question: Question,
  dependencies: SourceDependencies & { readonly routerPort?: number },
): Promise<RawAnswer> {
  if (spec.kind === "upnp")
    return { kind: "none", reason: "upnp: is not supported in this version; natpmp: and pcp: are" };
  const route = await dependencies.network.defaultRoute(question.family);
  const router = spec.router ?? gatewayOf(route, question);
  if (router === null) return { kind: "none", reason: "no IPv4 default route with a router", absent: route === null };
  const found = await findPath(router, question, dependencies.network);
  if (!found.ok) return found.answer;
  const { family, signal } = question;
  const { clock } = dependencies;
  const wire = { path: found.path, port: dependencies.routerPort ?? routerPort, family, clock, signal, firstWaitMs };
  const exchanged = spec.kind === "pcp" ? await askByPcp(wire) : await exchange(wire, natPmpRequest, readNatPmpAnswer);
  if (!exchanged.ok) {
    const { error, reason } = exchanged;
    return error === null ? { kind: "none", reason } : explainNetworkError(error, router, family);
  }
  return exchanged.value.kind === "foreign" ? { kind: "none", reason: exchanged.value.reason } : exchanged.value;
}

/** The router of the default route; on an uplink only if that is the uplink's. */
function gatewayOf(route: DefaultRoute | null, { interfaceName }: Question): string | null {
  return interfaceName === null || route?.interfaceName === interfaceName ? (route?.gateway ?? null) : null;
}

/** Maps the port that it asks from, which leads nowhere, reads the external address from the answer, and takes the mapping back. */
async function askByPcp(wire: Wire): Promise<Exchanged<RouterAnswer>> {
  const nonce = randomBytes(12);
  let mapping: PcpMapping | null = null;
  const exchanged = await exchange(
    wire,
    (local) => {
      const client = parseAddress(local.address)?.bytes ?? [];
      mapping = { nonce, client, port: local.port, lifetimeSeconds: mappingSeconds };
      return writePcpMapRequest(mapping);
    },
    (message) => readPcpMapAnswer(message, nonce),
  );
  if (mapping !== null && exchanged.ok && exchanged.value.kind === "address") await takeBack(wire, mapping);
  return exchanged;
}

/** A router that does not answer forgets the mapping by itself soon. */
async function takeBack(wire: Wire, mapping: PcpMapping): Promise<void> {
  const stop = new AbortController();
  void wire.clock.sleep(takeBackLimitMs, wire.signal).then(() => stop.abort());
  const request = writePcpMapRequest({ ...mapping, lifetimeSeconds: 0 });
  await exchange({ ...wire, signal: stop.signal }, request, (message) => readPcpMapAnswer(message, mapping.nonce));
}

function exchange(
  wire: Wire,
  request: DatagramExchange<RouterAnswer>["request"],
  read: (message: Buffer) => RouterAnswer,
): Promise<Exchanged<RouterAnswer>> {
  return exchangeDatagrams({
    ...wire,
    request,
    read: (message) => {
      const answer = read(message);
      return answer.kind === "foreign" ? { foreign: answer.reason } : { value: answer };
    },
  });
}
