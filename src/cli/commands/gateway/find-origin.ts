import type { GatewayConfig } from "../../../config/config.ts";
import { unknownMachine } from "../../../gateway/recipes/recipe.ts";
import { systemNetwork } from "../../../platform/network/network.ts";

/** Where a device reaches the gateway as far as this machine can tell: the address listened on, otherwise its own on the way out. */
export async function findOrigin({ host, port, tls }: GatewayConfig): Promise<string> {
  const scheme = tls === null ? "http" : "https";
  const address = /^(0\.0\.0\.0|::)$/.test(host) ? await findOwnAddress() : host;
  return `${scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** A word to replace where the machine has no network. */
async function findOwnAddress(): Promise<string> {
  for (const family of ["ipv4", "ipv6"] as const) {
    const way = await systemNetwork.wayOut(family, null);
    if (way.kind === "found") return way.address;
  }
  return unknownMachine;
}
