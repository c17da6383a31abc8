import { sourceKind } from "../source-kind.ts";
import { parseRouter } from "../uri/parse-router.ts";

/** `pcp:` or `pcp://ROUTER`. */
export const pcp = sourceKind({
  schemes: ["pcp"],
  parse: (uri, rest) => parseRouter("pcp", uri, rest),
  load: async () => (await import("../sources/ask-router.ts")).askPcp,
});
