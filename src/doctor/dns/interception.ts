import { type Family, families, familyLabel } from "../../model/family.ts";
import { askDnsServer } from "../../platform/dns/ask-dns-server.ts";
import { withLimit } from "../../platform/with-limit.ts";
import { type Check, ok, warning } from "../check.ts";
import type { Patient } from "../patient.ts";

/** Whether something on the way answers DNS queries that are meant for others. */
export const interceptionCheck: Check = {
  name: "port-53",
  async examine(patient, signal) {
    const answered = await Promise.all(families.map((family) => isAnswered(patient, family, signal)));
    const intercepted = families.filter((_, index) => answered[index]);
    if (intercepted.length === 0) return [ok("nothing between here and the name servers intercepts DNS queries")];
    const which = intercepted.map(familyLabel).join(" and ");
    return [
      warning(
        `something between here and the name servers intercepts DNS queries over ${which} (port 53), so the name servers can't be asked from here`,
        "turn off DNS redirection, parental control or ad blocking for this machine in the router; until then only the records API is trusted, and `dns:` sources may be wrong",
      ),
    ];
  },
};

/** For documentation (RFC 5737, RFC 3849): nobody has them, so nobody can answer there. */
const nobody: Readonly<Record<Family, string>> = { ipv4: "192.0.2.53", ipv6: "2001:db8::53" };
const maxWaitMs = 3_000;

async function isAnswered({ app }: Patient, family: Family, outer: AbortSignal): Promise<boolean> {
  const question = { name: "gigahost.no", type: "A", class: "IN", recursion: true } as const;
  const path = { address: nobody[family], localAddress: null };
  const { clock } = app;
  const exchanged = await withLimit(clock, maxWaitMs, outer, (signal) =>
    askDnsServer({ path, port: 53, family, question, firstWaitMs: 1_000, clock, signal }),
  ).catch(() => null);
  return exchanged?.ok === true;
}
