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
    `the server refuses ${credential} (${result}): check that it is active and may write DNS; ` +
    `nothing more is sent until ${usualLift}${probeRule}`
  );
}

/** How a hold of the account ends by itself; the status tells the moment instead. */
export const probeRule = "; it is tried again after an hour, then daily";

const usualRetry = "`gigahost-ddns retry`";
const usualLift = `it changes or you run ${usualRetry}`;

/** What lifts a hold in a place that is special about it. */
export interface Lift {
  /** Of the account, in words that follow "until". */
  readonly account: string;
  /** The command, and where it is run. */
  readonly retry: string;
}

/** The same reason with what lifts the hold where this runs; null: the usual. */
export function specifyLift(reason: string, lift: Lift | null): string {
  if (lift === null) return reason;
  return reason.includes(usualLift)
    ? reason.replace(usualLift, lift.account)
    : reason.replaceAll(usualRetry, lift.retry);
}

/** What the user knows the credential by. */
export function credentialLabel(kind: "api-key" | "password"): string {
  return kind === "api-key" ? "the API key" : "the user name or password";
}
