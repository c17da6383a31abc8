import type { Exchanged } from "../dns/exchange-datagrams.ts";
import type { GatewayDevice } from "./gateway-device.ts";
import { readDescription } from "./read-description.ts";
import { type GatewaySearch, searchGateway } from "./search-gateway.ts";

/** Finds a router by SSDP and reads what it says of itself. */
export async function findGatewayDevice(search: GatewaySearch): Promise<Exchanged<GatewayDevice>> {
  const location = await searchGateway(search);
  return location.ok ? readDescription(location.value, search.localAddress, search.signal) : location;
}
