import { startDnsPeer } from "../peers/start-dns-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "dns", ...network, startPeer: startDnsPeer });
