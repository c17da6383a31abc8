import type { ServerResponse } from "node:http";
import {
  plainDescription,
  startUpnpRouter,
  type UpnpRouterSetup,
  usualSearchAnswer,
} from "../../platform/upnp/start-upnp-router.ts";
import type { Behaviour, Peer, PeerSetup } from "./peer.ts";

export const avmDescription = plainDescription
  .replace("<manufacturer>Example", "<manufacturer>AVM Berlin")
  .replace("Router 1", "FRITZ!Box 7590");

/** A router that is found by a search. What it says of somebody else's address is false. */
export const startUpnpPeer = startPeer("upnp", plainDescription);

/** A FRITZ!Box, without its own actions. */
export const startFritzboxPeer = startPeer("fritzbox", avmDescription);

function startPeer(scheme: "upnp" | "fritzbox", description: string) {
  return async ({ behaviour, address }: PeerSetup): Promise<Peer> => {
    const router = await startUpnpRouter({
      atUsualPorts: true,
      address: behaviour === "other-family" ? "2a02:fe0::9" : address,
      describe: () => (behaviour === "forged" ? description.replace("/ctl/", "http://127.0.0.1:9/") : description),
      serve: (_request, response) => misbehave(behaviour, response),
      ...(scheme === "upnp" && { answerSearch: searchAnswers(behaviour) }),
    });
    return {
      uri: `${scheme}://${router.host}`,
      asked: () => router.asked.length,
      close: async () => router.close(),
    };
  };
}

/** Silence is a server that takes the connection and says nothing. */
function misbehave(behaviour: Behaviour, response: ServerResponse): boolean {
  if (behaviour === "garbage") response.end(Buffer.from([0, 255, 128, 27, 91, 50, 74, 10, 7]));
  else if (behaviour === "oversize") response.end(`<root>${"185.0.2.1 ".repeat(10_000)}</root>`);
  else if (behaviour === "reset") response.socket?.resetAndDestroy();
  else if (behaviour === "drip") {
    response.write("<root>");
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  } else return behaviour === "silence";
  return true;
}

function searchAnswers(behaviour: Behaviour): NonNullable<UpnpRouterSetup["answerSearch"]> {
  return (target, host, port) => {
    const genuine = usualSearchAnswer(target, host, port);
    const foreign = usualSearchAnswer(target, "127.0.0.1", port);
    if (behaviour === "silence") return [];
    return behaviour.startsWith("forged") ? [foreign, "NOTIFY * HTTP/1.1\r\n\r\n", genuine] : [genuine];
  };
}
