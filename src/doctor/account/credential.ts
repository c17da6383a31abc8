import { credentialLabel } from "../../publish/answers/reasons.ts";
import { isRefusal } from "../../publish/engines/is-refusal.ts";
import { type Check, ok, problem, warning } from "../check.ts";
import { describeApiError } from "../describe-api-error.ts";
import { splitAdvice } from "../split-advice.ts";

/** Whether the API accepts the credential, with one `GET /dns/zones`, and whether the daemon holds the account. */
export const credentialCheck: Check = {
  name: "credential",
  async examine(patient) {
    const { kind } = patient.config.account.credential ?? { kind: "api-key" };
    const label = credentialLabel(kind);
    const { hold } = (await patient.remembered()).account;
    const lift = "run `gigahost-ddns retry` once it is fixed";
    const held = hold === null ? [] : [holdFinding(hold.reason, hold.since, lift)];
    try {
      const zones = await patient.zones();
      const count = zones.length === 1 ? "1 zone" : `${zones.length} zones`;
      if (zones.length > 0) return [ok(`Gigahost accepts ${label}; it sees ${count}`), ...held];
      const advice =
        kind === "api-key" ? "give the key the DNS permission for its zones" : "create the zone at Gigahost";
      return [problem(`Gigahost accepts ${label}, but it sees no zone`, advice), ...held];
    } catch (error) {
      const { text, advice } = describeApiError(error);
      if (isRefusal(error)) return [problem(`Gigahost refuses ${label} (${text})`, advice, 77), ...held];
      return [warning(`can't ask Gigahost about ${label}: ${text}`, advice), ...held];
    }
  },
};

function holdFinding(reason: string, since: string, lift: string) {
  const { text, advice } = splitAdvice(reason, lift);
  return problem(`the account is on hold since ${since}: ${text}`, advice, 77);
}
