import { families } from "../../model/family.ts";
import { sourceKind } from "../source-kind.ts";
import { parseRouter } from "../uri/parse-router.ts";

/** `fritzbox:` or `fritzbox://ROUTER`: over the LAN for both families; for IPv6 it gives the box's own address. */
export const fritzbox = sourceKind({
  schemes: ["fritzbox"],
  parse: (uri, rest) => {
    const spec = parseRouter("fritzbox", uri, rest);
    return "ok" in spec ? spec : { ...spec, cost: "moderate", families };
  },
  load: async () => (await import("../sources/ask-fritzbox.ts")).askFritzbox,
});
