import { refuse, type SourceSpec, sourceKind } from "../source-kind.ts";

interface PushSpec extends SourceSpec {
  readonly client: string;
}

/** `push:CLIENT`: what that client of the gateway told last. */
export const push = sourceKind<PushSpec>({
  schemes: ["push"],
  parse: (_uri, rest) => {
    if (!/^[^\s:]{1,64}$/.test(rest)) return refuse("expected push:CLIENT, with the name of a client of the gateway");
    const uri = `push:${rest}`;
    return {
      uri,
      operator: uri,
      cost: "local",
      authoritative: "always",
      families: ["ipv4", "ipv6"],
      isInstant: true,
      client: rest,
    };
  },
  load:
    async () =>
    async ({ client }, { family }, { told }) => {
      const said = told?.(client) ?? null;
      const prefix = family === "ipv6" ? { prefix: said?.prefix ?? null } : {};
      const address = said?.[family];
      if (address !== undefined) return { kind: "address", address, ...prefix };
      const what = family === "ipv4" ? "an IPv4 address" : "an IPv6 address";
      // Joined, here and where it is quoted: thousands of them are kept, and a template's pieces take three times the memory.
      const reason = ["the client", client, "has not sent", what, "yet"].join(" ");
      return { kind: "none", reason, untold: true, ...prefix };
    },
});
