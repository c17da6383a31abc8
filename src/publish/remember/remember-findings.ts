import { sameAddress } from "../../model/address.ts";
import type { DriftFinding } from "../verify/judge-answers.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

/**
 * Takes over what was found: something else than we published was put there by hand, so it counts as what is published, and
 * the next plan puts ours back. Returns the findings that changed something, for a notice.
 */
export function rememberFindings(draft: StateDraft, findings: readonly DriftFinding[]): readonly DriftFinding[] {
  return findings.filter(({ hostname, family, published, verdict, addresses }) => {
    if (verdict !== "different" && verdict !== "missing") return false;
    // A round may have published another address meanwhile.
    const known = rememberedName(draft.state, hostname, family)?.published;
    if (!known || !sameAddress(known, published)) return false;
    draft.setName(hostname, family, { published: addresses[0] ?? null });
    return true;
  });
}

/**
 * Takes over what was found by a replica that begins to lead: another one published meanwhile, so that what is there counts,
 * whatever is remembered here.
 */
export function rememberStock(draft: StateDraft, findings: readonly DriftFinding[], at: string): void {
  for (const { hostname, family, published, verdict, addresses } of findings) {
    if (verdict === "unknown" || verdict === "unconfirmed") continue;
    const isThere = verdict === "same" || verdict === "disputed";
    const found = isThere ? published : (addresses[0] ?? null);
    const known = rememberedName(draft.state, hostname, family)?.published ?? null;
    if (found === known) continue;
    draft.setName(hostname, family, { published: found, publishedAt: found === null ? null : at, result: null });
  }
}
