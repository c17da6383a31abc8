import { otherFamily, type Peer, type PeerSetup } from "../peers/peer.ts";
import { holdSourceContract, machine } from "./source-contract.ts";

holdSourceContract({
  kind: "static",
  ...machine,
  startPeer: startStaticPeer,
  otherFamily: "can't be asked for IPv4",
  hasOneFamily: true,
});

/** The URI itself is the answer. */
async function startStaticPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const uri = `static:${behaviour === "other-family" ? otherFamily(address) : address}`;
  return { uri, asked: () => 0, close: async () => {} };
}
