import { refuse, type SourceSpec, sourceKind } from "../source-kind.ts";

interface PushSpec extends SourceSpec {
  readonly client: string;
}

/** Which client is beside it, in the source's name: thousands of answers share one text. */
const unsent = {
  ipv4: "the client has not sent an IPv4 address yet",
  ipv6: "the client has not sent an IPv6 address yet",
} as const;

/** `push:CLIENT`: what that client of the gateway told last. */
export const push = sourceKind<PushSpec>({
  schemes: ["push"],
  parse: (written, rest) => {
    if (!/^[^\s:]{1,64}$/.test(rest)) return refuse("expected push:CLIENT, with the name of a client of the gateway");
    // As it was written, if it can be: thousands of answers share that one text.
    const uri = written.startsWith("push:") ? written : `push:${rest}`;
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
      return { kind: "none", reason: unsent[family], untold: true, ...prefix };
    },
});
