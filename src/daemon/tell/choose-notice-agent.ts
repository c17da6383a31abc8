import { type OutgoingProxy, proxyFor } from "../../model/addresses/proxy-for.ts";
import type { ChooseAgent } from "../../notify/send-request.ts";

/** Has notices go through the proxy where there is one and NO_PROXY doesn't name their host: a tunnel for each request. */
export function chooseNoticeAgent(outgoing: OutgoingProxy): ChooseAgent {
  return async (url) => {
    const proxy = proxyFor(url, outgoing);
    if (proxy === null) return false;
    const { createTunnelAgent } = await import("../../platform/http/tunnel-agent.ts");
    return createTunnelAgent(proxy, { keepAlive: false });
  };
}
