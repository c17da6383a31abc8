import type { Attempt } from "../../model/fallible.ts";
import type { Network } from "../../platform/network/network.ts";
import type { Question } from "../source.ts";
import { interfaceOf } from "./own-address.ts";

/** Names that Tailscale, WireGuard, ZeroTier and OpenVPN give their interfaces: their address is not the network's own. */
const tunnels = /^(tailscale|wg|zt|tun)/;

/**
 * The interface to keep to: the uplink's. Where none is named and `auto` asks, a tunnel that the default route leads into is
 * left out: what is behind it would name the tunnel's far end. Null: wherever the kernel sends it.
 */
export async function chooseInterface(question: Question, network: Network): Promise<ChosenInterface> {
  const { interfaceName, family, skipsTunnels = false } = question;
  if (interfaceName !== null || !skipsTunnels) return { ok: true, interfaceName };
  const way = await network.wayOut(family, null);
  const tunnel = way.kind === "found" ? interfaceOf(await network.addresses(), way.address) : null;
  if (tunnel === null || !tunnels.test(tunnel)) return { ok: true, interfaceName };
  const other = (await network.defaultInterfaces(family)).find((name) => !tunnels.test(name));
  if (other !== undefined) return { ok: true, interfaceName: other };
  const reason = `the default route goes through the tunnel ${tunnel}, which auto skips; to use it, name it: uplinks: { default: { interface: ${tunnel} } }`;
  return { ok: false, answer: { kind: "none", reason } };
}

export type ChosenInterface = Attempt<
  { readonly interfaceName: string | null },
  { readonly answer: { readonly kind: "none"; readonly reason: string } }
>;
