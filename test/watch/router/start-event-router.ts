import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type EventPublisherOptions, publishEvents } from "../../platform/upnp/publish-events.ts";
import { plainDescription, startUpnpRouter } from "../../platform/upnp/start-upnp-router.ts";

export interface EventRouterSetup extends EventPublisherOptions {
  /** Whether it calls itself a FRITZ!Box. */
  readonly isAvm?: boolean;
  /** What it answers to a datagram of NAT-PMP or PCP; null: nothing. */
  readonly portControl?: (message: Buffer) => Buffer | null;
  readonly serve?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A router on loopback that sends events. */
export async function startEventRouter(setup: EventRouterSetup = {}) {
  const events = publishEvents({ ConnectionStatus: "Connected", ExternalIPAddress: "185.0.2.1" }, setup);
  const router = await startUpnpRouter({
    serve: (request, response) => (setup.serve?.(request, response) ?? false) || events.serve(request, response),
    describe: () => (setup.isAvm ? plainDescription.replace(">Example<", ">AVM Berlin<") : plainDescription),
  });
  onTestFinished(router.close);
  const portControl = await answerPortControl(setup.portControl ?? (() => null));
  return { ...events, ports: { portControl, fritzbox: router.httpPort, search: router.searchPort } };
}

async function answerPortControl(answer: (message: Buffer) => Buffer | null): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  socket.on("message", (message, from) => {
    const said = answer(message);
    if (said !== null) socket.send(said, from.port, from.address);
  });
  return socket.address().port;
}
