import { dnssec } from "./dnssec.ts";
import { domains } from "./domains.ts";
import { dyndns } from "./dyndns.ts";
import { records } from "./records.ts";
import { redirects } from "./redirects.ts";
import { zones } from "./zones.ts";

/** Zones and their records, .no domains, DNSSEC, redirects, and the dyndns endpoint. */
// Written as the sum of its parts, so that their doc comments reach whoever uses the library.
export const dns: typeof zones & typeof records & typeof domains & typeof dnssec & typeof redirects & typeof dyndns = {
  ...zones,
  ...records,
  ...domains,
  ...dnssec,
  ...redirects,
  ...dyndns,
};
