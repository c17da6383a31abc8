import { families } from "../../model/family.ts";
import { refuse, sourceKind } from "../source-kind.ts";
import type { InterfaceSpec } from "../sources/ask-interface.ts";

/** `interface:` or `interface:NAME`. */
export const interfaceKind = sourceKind<InterfaceSpec>({
  schemes: ["interface"],
  parse: (uri, rest) => {
    const name = rest.replace(/^\/\//, "");
    // Linux: 15 bytes, no slash, no white space.
    if (!/^[^\s/]{0,15}$/.test(name))
      return refuse(`"${name}" is not an interface name; expected interface: or interface:NAME`);
    const interfaceName = name === "" ? null : name;
    return { uri, operator: "this machine", cost: "local", authoritative: "when-public", families, interfaceName };
  },
  load: async () => (await import("../sources/ask-interface.ts")).askInterface,
});
