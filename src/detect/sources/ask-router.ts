import { randomBytes } from "node:crypto";
import { parseAddress } from "../../model/address.ts";
import { type DatagramExchange, type Exchanged, exchangeDatagrams } from "../../platform/dns/exchange-datagrams.ts";
import {
  natPmpRequest,
  type PcpMapping,
  type RouterAnswer,
  readNatPmpAnswer,
  readPcpMapAnswer,
  writePcpMapRequest,
} from "../formats/router-message.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath } from "../network/find-path.ts";
import { findRouter } from "../network/find-router.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies } from "../source-kind.ts";
import type { RouterSpec } from "../uri/parse-router.ts";

const routerPort = 5351;
/** RFC 6886, section 3.1. */
const firstWaitMs = 250;
const mappingSeconds = 120;
const maxTakeBackMs = 500;

type Wire = Pick<DatagramExchange<RouterAnswer>, "path" | "port" | "family" | "clock" | "signal" | "firstWaitMs">;

type AskWire = (wire: Wire) => Promise<Exchanged<RouterAnswer>>;

/** `natpmp:`: what the router says its own address is. */
export const askNatPmp = askRouter((wire) => exchange(wire, natPmpRequest, readNatPmpAnswer));

/** `pcp:`: what the router says the outer address of a mapping is. */
export const askPcp = askRouter(askByPcp);

function askRouter(askWire: AskWire) {
  return async (spec: RouterSpec, question: Question, dependencies: SourceDependencies): Promise<RawAnswer> => {
    const router = spec.router ?? (await findRouter(question, dependencies.network));
    return typeof router === "string" ? askAt(router, askWire, question, dependencies) : router;
  };
}

async function askAt(
  router: string,
  askWire: AskWire,
  question: Question,
  { clock, network }: SourceDependencies,
): Promise<RawAnswer> {
  const found = await findPath(router, question, network);
  if (!found.ok) return found.answer;
  const { family, signal } = question;
  const exchanged = await askWire({ path: found.path, port: routerPort, family, clock, signal, firstWaitMs });
  if (!exchanged.ok) {
    const { error, reason } = exchanged;
    return error === null ? { kind: "none", reason } : explainNetworkError(error, router, family);
  }
  const { value } = exchanged;
  if (value.kind === "address") return { ...value, router };
  return value.kind === "foreign" ? { kind: "none", reason: value.reason } : value;
}

/** Maps the port that it asks from, which leads nowhere, reads the external address from the answer, and removes the mapping. */
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

/** A router that does not answer soon forgets the mapping by itself. */
async function takeBack(wire: Wire, mapping: PcpMapping): Promise<void> {
  const stop = new AbortController();
  void wire.clock.sleep(maxTakeBackMs, wire.signal).then(() => stop.abort());
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
