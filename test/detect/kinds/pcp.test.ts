import { startPcpPeer } from "../peers/start-router-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "pcp", ...network, startPeer: startPcpPeer });
