import { sourceKind } from "../source-kind.ts";
import { parseRouter } from "../uri/parse-router.ts";

/** `upnp:` or `upnp://ROUTER`. */
export const upnp = sourceKind({
  schemes: ["upnp"],
  parse: (uri, rest) => parseRouter("upnp", uri, rest),
  load: async () => (await import("../sources/ask-upnp.ts")).askUpnp,
});
