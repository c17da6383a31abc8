import { type Network, systemNetwork } from "../../../src/platform/network/network.ts";
import { otherFamily, type Peer, type PeerSetup } from "../peers/peer.ts";
import { holdSourceContract, machine } from "./source-contract.ts";

holdSourceContract({
  kind: "interface",
  ...machine,
  startPeer: startInterfacePeer,
  otherFamily: "eth0 has no IPv4 address",
  keepsToUplink: true,
});

/** The addresses of a machine: what an interface has is the kernel's word, and changing it needs root. */
async function startInterfacePeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const own = behaviour === "other-family" ? otherFamily(address) : address;
  const family = own.includes(":") ? "ipv6" : "ipv4";
  const flags = { temporary: false, deprecated: false, tentative: false, permanent: true };
  const entry = { interfaceName: "eth0", family, address: own, ...flags, flagsKnown: true, running: true } as const;
  const network: Network = {
    ...systemNetwork,
    addresses: async () => [entry],
    wayOut: async () => ({ kind: "found", address: own }),
  };
  return { uri: "interface:", network, asked: () => 0, close: async () => {} };
}
