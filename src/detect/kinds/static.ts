import { parseAddress } from "../../model/address.ts";
import { refuse, type SourceSpec, sourceKind } from "../source-kind.ts";

interface StaticSpec extends SourceSpec {
  readonly address: string;
}

/** `static:ADDRESS`: always the same answer. */
export const staticKind = sourceKind<StaticSpec>({
  schemes: ["static"],
  parse: (_uri, rest) => {
    const address = parseAddress(rest);
    if (address === null) return refuse(`"${rest}" is not an IP address; expected static:ADDRESS`);
    const uri = `static:${address.text}`;
    const families = [address.family];
    return { uri, operator: uri, cost: "local", authoritative: "always", families, address: address.text };
  },
  load:
    async () =>
    async ({ address }) => ({ kind: "address", address }),
});
