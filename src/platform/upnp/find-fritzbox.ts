import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { type GatewayDevice, isAvmDevice } from "./gateway-device.ts";
import { readDescription } from "./read-description.ts";
import type { GatewaySearch } from "./search-gateway.ts";

const fritzboxPort = 49_000;
/** Of IGD 1, and of IGD 2, which newer ones offer beside or instead of it. */
const paths = ["/igddesc.xml", "/igd2desc.xml"];

/** Reads what a FRITZ!Box says of itself where every FRITZ!Box says it, without a search. */
export async function findFritzbox(search: Omit<GatewaySearch, "clock">): Promise<Exchanged<GatewayDevice>> {
  const { router, localAddress, signal, port = fritzboxPort } = search;
  let fault: Exchanged<GatewayDevice> = { ok: false, error: null, reason: "was not asked" };
  for (const path of paths) {
    const read = await readDescription(new URL(`http://${router}:${port}${path}`), localAddress, signal);
    if (read.ok && isAvmDevice(read.value)) return read;
    fault = read.ok ? { ok: false, error: null, reason: "the router is not a FRITZ!Box" } : fault.ok ? fault : read;
    if (signal.aborted || (!read.ok && read.error !== null)) break;
  }
  return fault;
}
