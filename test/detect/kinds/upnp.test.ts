import { startUpnpPeer } from "../peers/start-upnp-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "upnp", ...network, startPeer: startUpnpPeer });
