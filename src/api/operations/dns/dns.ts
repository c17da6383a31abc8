import { section } from "../../operation.ts";
import { dnssec } from "./dnssec.ts";
import { domains } from "./domains.ts";
import { dyndns } from "./dyndns.ts";
import { records } from "./records.ts";
import { redirects } from "./redirects.ts";
import { zones } from "./zones.ts";

/** Zones and their records, .no domains, DNSSEC, redirects, and the dyndns endpoint. */
export const dns = section({ ...zones, ...records, ...domains, ...dnssec, ...redirects, ...dyndns });
