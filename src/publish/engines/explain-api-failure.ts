import { AnswerError, GigahostError, InputError, NetworkError, TimeoutError } from "../../api/errors.ts";
import type { FoundZone } from "../../api/recipes/zone/find-zone.ts";
import type { Result } from "../../model/result.ts";
import { consequenceOf } from "../answers/consequence.ts";
import { accountReason } from "../answers/reasons.ts";
import type { UpdateAnswer } from "../engine.ts";
import { describeDefect, describeFailure, interrupted } from "./describe-failure.ts";

/** An answer without whom it concerns. */
export type FailedAnswer = Pick<UpdateAnswer, "result" | "consequence"> &
  Partial<Pick<UpdateAnswer, "reason" | "retryAfterMs">>;

/** What was under way when a call failed. */
export interface FailedCall {
  readonly doing: "list the zones" | "list the records" | "change the records";
  readonly zone: FoundZone | null;
  /** What the user knows the credential by. */
  readonly credential: string;
  readonly wallMs: number;
  readonly signal: AbortSignal;
}

/** What a failed call of the API library means for publishing; a defect is a failure too, so that it keeps nobody else. */
export function failedCall(error: unknown, call: FailedCall): FailedAnswer {
  if (call.signal.aborted && isWithoutAnswer(error)) return interrupted;
  if (!(error instanceof GigahostError)) return describeDefect(error);
  if (error instanceof TimeoutError) return unanswered("timeout", error, null, call);
  if (error instanceof NetworkError) {
    if (error.code === "TOO_LONG") return { result: "unparseable", consequence: "back-off", reason: later(error) };
    return unanswered(error.untrusted ? "tls" : "network", error, error.code, call);
  }
  if (error instanceof InputError) return { result: "notfqdn", consequence: "hold-hostname", reason: error.message };
  if (error.status === null || error instanceof AnswerError) {
    return { result: "unparseable", consequence: "back-off", reason: later(error) };
  }
  return refused(error, error.status, call);
}

/** What the round's own end makes of a call: the reason of its signal, or an error of the connection. */
function isWithoutAnswer(error: unknown): boolean {
  return !(error instanceof GigahostError) || error instanceof TimeoutError || error instanceof NetworkError;
}

/** No zone that the credential sees holds the hostname. */
export function noZone(hostname: string, credential: string): FailedAnswer {
  return {
    result: "nohost",
    consequence: "hold-hostname",
    reason:
      `none of the zones that ${credential} may see contains ${hostname} (nohost): check its spelling and that the zone exists, and that a key ` +
      "limited to zones includes it; then run `gigahost-ddns retry`",
  };
}

/** The server said yes, and the list says no. */
export function withoutEffect(hostname: string, type: string): FailedAnswer {
  return {
    result: "unparseable",
    consequence: "back-off",
    reason: `the server reports the ${type} record of ${hostname} as changed, but does not list it; retrying later`,
  };
}

function unanswered(
  failure: "timeout" | "network" | "tls",
  error: GigahostError,
  code: string | null,
  call: FailedCall,
): FailedAnswer {
  return describeFailure({ failure, message: withoutOperation(error), code, sent: error.mayHaveHappened }, call.wallMs);
}

function refused(error: GigahostError, status: number, call: FailedCall): FailedAnswer {
  const result: Result = `http_${status}`;
  const { retryAfterMs } = error;
  // A refusal in the server's own form is one; a page for people may come from anything on the way.
  if ((status === 401 || status === 403) && error.isPage) {
    return { result, consequence: "back-off", reason: later(error), retryAfterMs };
  }
  if (status === 401) return { result, consequence: "hold-account", reason: accountReason(call.credential, result) };
  if (status === 403) return forbidden(result, call);
  return { result, consequence: consequenceOf(result), reason: later(error), retryAfterMs };
}

/** Which permission is missing: of DNS as a whole, of the zone, or of writing. */
function forbidden(result: Result, { doing, zone, credential }: FailedCall): FailedAnswer {
  const again = "then run `gigahost-ddns retry`";
  if (zone === null) {
    const reason = `${credential} is not allowed to ${doing} (${result} on GET /dns/zones): give it the DNS permission, read and write; ${again}`;
    return { result, consequence: "hold-account", reason };
  }
  const { zoneName } = zone;
  const missing =
    doing === "list the records"
      ? `may not read the zone ${zoneName}: add the zone to those it is limited to`
      : `may read the zone ${zoneName}, but not change it: give it the DNS permission with write access, also for this zone`;
  return { result, consequence: "hold-hostname", reason: `${credential} ${missing} (${result}); ${again}` };
}

function later(error: GigahostError): string {
  return `${withoutOperation(error)}; retrying later`;
}

/** The first sentence of the library's message, without the name of the operation: a user has not called it. */
function withoutOperation({ message, operation }: GigahostError): string {
  const [first = ""] = message.replace(`${operation}: `, "").split(/\. (?=[A-Z])/);
  return first;
}
