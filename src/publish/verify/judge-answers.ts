import { canonicalAddress } from "../../model/address.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import { displayHostname } from "../../model/hostname.ts";
import type { State } from "../../model/state.ts";
import type { ServerAnswer } from "./ask-name-server.ts";

/** A hostname and family with the address that is to be found there. */
export interface PublishedName {
  readonly hostname: string;
  readonly family: Family;
  readonly published: string;
}

/** What was found at a published name. */
export interface DriftFinding extends PublishedName {
  /**
   * `unknown`: nobody could tell · `disputed`: DNS shows something else, and the records API has what was published ·
   * `unconfirmed`: DNS shows something else, and the records API could not be asked.
   */
  readonly verdict: "same" | "different" | "missing" | "unknown" | "disputed" | "unconfirmed";
  /** What is there instead; none where nothing is. */
  readonly addresses: readonly string[];
  /** Why nobody could tell, or could not confirm it. */
  readonly reason: string | null;
}

/** Where the trouble is when Gigahost has the right address and DNS shows another. */
const elsewhere = "a resolver between here and the name servers may answer in their place, or they lag behind";

/** A server may be behind the others for a moment: what was published this recently is not looked at, ms. */
const settlingMs = 30_000;

/** What is worth looking at: what was confirmed, and not just now. */
export function listPublished(state: State, nowMs: number): PublishedName[] {
  return Object.entries(state.hostnames).flatMap(([hostname, entries]) =>
    (["ipv4", "ipv6"] as const).flatMap((family) => {
      const known = entries[family];
      if (!known?.published || known.unsettledAddress !== null || known.unwantedSinceMs !== null) return [];
      const settled = known.recentUpdatesMs.every((ms) => ms <= nowMs - settlingMs);
      const published = canonicalAddress(known.published);
      return settled && published !== null ? [{ hostname, family, published }] : [];
    }),
  );
}

/** One server that has the address is enough: the others may be behind. */
export function judgeAnswers(name: PublishedName, answers: readonly ServerAnswer[]): DriftFinding {
  const heard = answers.flatMap((answer) => (answer.kind === "addresses" ? [answer.addresses] : []));
  const reasons = answers.flatMap((answer) => (answer.kind === "none" ? [answer.reason] : []));
  const finding = { ...name, addresses: [], reason: null };
  if (heard.length === 0)
    return { ...finding, verdict: "unknown", reason: reasons[0] ?? "no name server could be asked" };
  if (heard.some((addresses) => addresses.includes(name.published))) return { ...finding, verdict: "same" };
  const addresses = [...new Set(heard.flat())].sort();
  return { ...finding, verdict: addresses.length === 0 ? "missing" : "different", addresses };
}

/**
 * What DNS showed beside what the records API has. Anything on the way can answer in place of the name servers, so a drift
 * counts only where the API, which nobody else can speak for, has it too.
 */
export function weighFinding(seen: DriftFinding, stored: ServerAnswer | undefined): DriftFinding {
  const read = judgeAnswers(seen, stored ? [stored] : []);
  if (seen.verdict === "unknown") return read;
  if (read.verdict === "same") return { ...seen, verdict: "disputed" };
  return read.verdict === "unknown" ? { ...seen, verdict: "unconfirmed", reason: read.reason } : read;
}

/** What is wrong with a name, and what follows from it; for people. */
export function describeFinding(finding: DriftFinding): string {
  const { family, published, verdict, addresses, reason } = finding;
  const label = familyLabel(family);
  const hostname = displayHostname(finding.hostname);
  if (verdict === "disputed" || verdict === "unconfirmed") {
    const shown = addresses.length === 0 ? `no ${label} address` : addresses.join(", ");
    const said = `DNS shows ${shown} for ${hostname}`;
    if (verdict === "unconfirmed") {
      return `${said} instead of ${published}, and the records API can't confirm it (${reason}); nothing is sent until it can`;
    }
    return `${said}, but Gigahost has ${published}: ${elsewhere}; nothing is sent for it again`;
  }
  const change = verdict === "missing" ? "was removed from the zone" : `was changed to ${addresses.join(", ")}`;
  return `the ${label} address of ${hostname} ${change}, but not by this program; setting it back to ${published} if that is still wanted`;
}

/** The server says that a repair was not needed, while what told of the drift still shows something else. */
export function describeRefutedRepair({ hostname, family, published, addresses }: DriftFinding): string {
  const label = familyLabel(family);
  const shown = addresses.length === 0 ? `no ${label} address` : addresses.join(", ");
  return `the zone of ${displayHostname(hostname)} shows ${shown}, but the server says that it already has ${published} (nochg): ${elsewhere}; nothing is sent for it again`;
}
