import { familyOf } from "../../model/address.ts";
import { type Family, families } from "../../model/family.ts";

/** The families a host can be reached over: a literal address by its own only, a name by whichever it resolves to. */
export function familiesOfHost(host: string): readonly Family[] {
  const family = familyOf(host);
  return family === null ? families : [family];
}
