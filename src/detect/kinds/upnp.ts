import { sourceKind } from "../source-kind.ts";
import { parseRouter } from "../uri/parse-router.ts";

/** `upnp:` or `upnp://ROUTER`. */
export const upnp = sourceKind({
  schemes: ["upnp"],
  parse: (uri, rest) => {
    const spec = parseRouter("upnp", uri, rest);
    return "ok" in spec ? spec : { ...spec, cost: "moderate" };
  },
  load: async () => (await import("../sources/ask-upnp.ts")).askUpnp,
});
