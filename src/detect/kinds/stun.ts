import { refuse, sourceKind } from "../source-kind.ts";
import type { StunSpec } from "../sources/ask-stun.ts";
import { familiesOfHost } from "../uri/families-of-host.ts";
import { operatorOf } from "../uri/known-operators.ts";
import { parseHost } from "../uri/parse-host.ts";

/** `stun://HOST[:PORT]`. */
export const stun = sourceKind<StunSpec>({
  schemes: ["stun"],
  parse: (uri, rest) => {
    const parsed = parseHost(rest.replace(/^\/\//, "").replace(/\/$/, ""), 3478);
    if (!parsed.ok) return refuse(`${parsed.reason}; expected stun://HOST[:PORT]`);
    const { host, port } = parsed;
    const operator = operatorOf(host, port);
    return { uri, operator, cost: "cheap", authoritative: "never", families: familiesOfHost(host), host, port };
  },
  load: async () => (await import("../sources/ask-stun.ts")).askStun,
});
