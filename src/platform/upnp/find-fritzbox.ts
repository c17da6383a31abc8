import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { type GatewayDevice, isAvmDevice } from "./gateway-device.ts";
import { readDescription } from "./read-description.ts";
import type { GatewaySearch } from "./search-gateway.ts";

const fritzboxPort = 49_000;
/** Newer ones offer IGD 2 beside IGD 1, and some answer by one of the two only. */
const paths = { 1: "/igddesc.xml", 2: "/igd2desc.xml" } as const;

/** Reads what a FRITZ!Box says of itself where every FRITZ!Box says it, without a search. */
export async function findFritzbox(
  { router, localAddress, signal, port = fritzboxPort }: Omit<GatewaySearch, "clock">,
  version: 1 | 2,
): Promise<Exchanged<GatewayDevice>> {
  const location = new URL(`http://${router}:${port}${paths[version]}`);
  const read = await readDescription(location, localAddress, signal);
  if (!read.ok || isAvmDevice(read.value)) return read;
  return { ok: false, error: null, reason: "the router is not a FRITZ!Box" };
}
