import type { State } from "../../model/state.ts";
import { dayMs, hourMs, minuteMs } from "../../model/time/units.ts";
import type { UpdateAnswer } from "../engine.ts";
import type { StateDraft } from "./state-draft.ts";

/** What one `GET /dns/zones` told about the credential; `unknown` when nothing came back that tells. */
export type ProbeVerdict = "accepted" | "refused" | "unknown";

const firstProbeMs = hourMs;
const laterProbeMs = dayMs;
/** Where nothing came back that tells whether a new credential is right. */
const proofAgainMs = 10 * minuteMs;

/** Whether a held account is to be probed now. */
export function isProbeDue({ account }: State, nowMs: number): boolean {
  return account.hold !== null && account.hold.nextProbeMs <= nowMs;
}

/** Takes over what a probe of a held account found: accepted lifts the hold, a refusal puts the next one off to tomorrow. */
export function rememberProbe(draft: StateDraft, verdict: ProbeVerdict, nowMs: number): void {
  const { hold } = draft.state.account;
  if (hold === null) return;
  const probes = hold.probes + (verdict === "refused" ? 1 : 0);
  const nextProbeMs = nowMs + (verdict === "refused" ? laterProbeMs : firstProbeMs);
  draft.setAccount(verdict === "accepted" ? { hold: null, wait: null } : { hold: { ...hold, probes, nextProbeMs } });
}

/** Whether the credential is new, and this round publishes nothing that would show whether it is right. */
export function isProofDue({ account }: State, publishes: boolean, nowMs: number): boolean {
  if (!account.unproven || publishes || account.hold !== null) return false;
  if (account.wait !== null && account.wait.untilMs > nowMs) return false;
  return account.unproven.askedMs === 0 || nowMs - account.unproven.askedMs >= proofAgainMs;
}

/** Takes over what a probe of a new credential found: one that is refused is seen at once, not at the next change. */
export function rememberProof(
  draft: StateDraft,
  verdict: ProbeVerdict,
  { reason, ...now }: { readonly reason: string; readonly nowMs: number; readonly nowIso: string },
): void {
  draft.setAccount({ unproven: verdict === "unknown" ? { askedMs: now.nowMs } : null });
  if (verdict !== "refused") return;
  holdAccount(draft, { result: "http_401", reason }, now);
}

/** Takes over that dyndns refuses a credential that the records API accepts: from now on records publishes. */
export function rememberDyndnsRefused(draft: StateDraft): void {
  draft.setAccount({ dyndnsRefused: true, hold: null });
}

/** Nothing more is sent until the credential changes, the user says so, or a probe is accepted. */
export function holdAccount(
  draft: StateDraft,
  { result, reason }: Pick<UpdateAnswer, "result" | "reason">,
  { nowMs, nowIso }: { readonly nowMs: number; readonly nowIso: string },
): void {
  const { fingerprint, hold } = draft.state.account;
  if (hold !== null) return;
  draft.setAccount({
    wait: null,
    hold: {
      reason: reason ?? result,
      result,
      since: nowIso,
      settings: fingerprint ?? "",
      nextProbeMs: nowMs + firstProbeMs,
      probes: 0,
    },
  });
}
