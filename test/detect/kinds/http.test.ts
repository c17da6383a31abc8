import { startHttpPeer } from "../peers/start-http-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "http", ...network, startPeer: startHttpPeer });
