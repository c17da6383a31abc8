/** What a reason is about, for people. */
export interface ReasonSubject {
  readonly hostname: string;
  /** The address that was sent. */
  readonly address: string | null;
  /** `the API key`, or `the user name or password`. */
  readonly credential: string;
}

/** Why the account is held, and what ends it. */
export function accountReason(credential: string, result: string): string {
  return (
    `the server refuses ${credential} (${result}): check that it is active and may write DNS; nothing more is sent until ${usualLift}; ` +
    "it is tried again after an hour, then daily"
  );
}

const usualLift = "it changes or you run `gigahost-ddns retry`";

/** The same with what lifts the hold where this runs. */
export function specifyLift(reason: string, lift: string | null): string {
  return lift === null ? reason : reason.replace(usualLift, lift);
}

/** What the user knows the credential by. */
export function credentialLabel(kind: "api-key" | "password"): string {
  return kind === "api-key" ? "the API key" : "the user name or password";
}
