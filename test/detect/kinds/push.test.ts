import { otherFamily, type Peer, type PeerSetup } from "../peers/peer.ts";
import { holdSourceContract, machine } from "./source-contract.ts";

holdSourceContract({
  kind: "push",
  ...machine,
  startPeer: startPushPeer,
  otherFamily: "the client has not sent an IPv4 address yet",
});

/** A client of the gateway that told one address. */
async function startPushPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const at = "2026-01-01T00:00:00.000Z";
  const said = behaviour === "other-family" ? { ipv6: otherFamily(address), at } : { ipv4: address, at };
  const told = (client: string) => (client === "cabin" ? said : null);
  return { uri: "push:cabin", told, asked: () => 0, close: async () => {} };
}
