import { families } from "../../model/family.ts";
import { refuse, sourceKind } from "../source-kind.ts";

/** `auto`: stands for the list of `auto-sources.ts`, which is asked instead of it. */
export const auto = sourceKind({
  schemes: ["auto"],
  parse: (uri, rest) =>
    rest === ""
      ? { uri, operator: "auto", cost: "cheap", authoritative: "never", families }
      : refuse("nothing may follow auto"),
  load: async () => async () => ({ kind: "none", reason: "auto stands for a list of sources" }),
});
