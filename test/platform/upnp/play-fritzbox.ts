import type { RequestListener } from "node:http";
import { publishEvents } from "./publish-events.ts";
import { plainDescription, soapAnswer, soapFault } from "./start-upnp-router.ts";

/** As a FRITZ!Box writes it: the events at the same path as the actions. */
const description = plainDescription
  .replace("<manufacturer>Example", "<manufacturer>AVM Berlin")
  .replace("Router 1", "FRITZ!Box 7590")
  .replaceAll(/\/(ctl|evt)\/IPConn/g, "/igdupnp/control/WANIPConn1");

export interface FritzboxAddresses {
  readonly ipv4: string;
  readonly ipv6: string;
  /** The delegated one, such as `2a02:fe0:77::`, a /56. */
  readonly prefix: string;
}

/** What a FRITZ!Box does at its port 49000 for those who have no login: actions, and events of both addresses. */
export function playFritzbox(addresses: FritzboxAddresses) {
  let now = addresses;
  const variables = ({ ipv4, ipv6 }: FritzboxAddresses) => ({ ExternalIPAddress: ipv4, ExternalIPv6Address: ipv6 });
  const events = publishEvents({ ...variables(addresses), ConnectionStatus: "Connected" });
  const answers: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
    GetExternalIPAddress: () => ({ NewExternalIPAddress: now.ipv4 }),
    GetStatusInfo: () => ({ NewConnectionStatus: "Connected", NewLastConnectionError: "ERROR_NONE", NewUptime: "120" }),
    X_AVM_DE_GetExternalIPv6Address: () => ({
      NewExternalIPv6Address: now.ipv6,
      NewPrefixLength: "64",
      NewValidLifetime: "7200",
      NewPreferedLifetime: "3600",
    }),
    X_AVM_DE_GetIPv6Prefix: () => ({
      NewIPv6Prefix: now.prefix,
      NewPrefixLength: "56",
      NewValidLifetime: "7200",
      NewPreferedLifetime: "3600",
    }),
  };
  const listener: RequestListener = (request, response) => {
    if (events.serve(request, response)) return;
    const action = /#(\w+)"?$/.exec(String(request.headers.soapaction ?? ""))?.[1];
    const xml = { "content-type": 'text/xml; charset="utf-8"' };
    if (request.url === "/igddesc.xml") return void response.writeHead(200, xml).end(description);
    if (action === undefined) return void response.writeHead(404).end("<html>Not Found</html>");
    const values = answers[action]?.();
    if (values === undefined) response.writeHead(500, xml).end(soapFault(401, "Invalid Action"));
    else response.writeHead(200, xml).end(soapAnswer(action, values));
  };
  return {
    listener,
    subscriptions: events.subscriptions,
    /** Has other addresses, and tells all subscribers. */
    change(changed: Partial<FritzboxAddresses>): Promise<readonly number[]> {
      const before = variables(now);
      now = { ...now, ...changed };
      const differing = Object.entries(variables(now)).filter(([name, value]) => Object(before)[name] !== value);
      return events.change(Object.fromEntries(differing));
    },
  };
}
