import { startNatPmpPeer } from "../peers/start-router-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "natpmp", ...network, startPeer: startNatPmpPeer, otherFamily: "without an address" });
