import { sourceKind } from "../source-kind.ts";
import { parseRouter } from "../uri/parse-router.ts";

/** `natpmp:` or `natpmp://ROUTER`. */
export const natpmp = sourceKind({
  schemes: ["natpmp"],
  parse: (uri, rest) => parseRouter("natpmp", uri, rest),
  load: async () => (await import("../sources/ask-router.ts")).askNatPmp,
});
