import { startStunPeer } from "../peers/start-stun-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "stun", ...network, startPeer: startStunPeer });
