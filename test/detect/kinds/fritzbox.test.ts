import { startFritzboxPeer } from "../peers/start-upnp-peer.ts";
import { holdSourceContract, network } from "./source-contract.ts";

holdSourceContract({ kind: "fritzbox", ...network, startPeer: startFritzboxPeer, hasOneFamily: false });
