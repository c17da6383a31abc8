import type { Family } from "../../model/family.ts";
import { codeOf } from "../../platform/error-code.ts";
import { messageOf } from "../../platform/error-message.ts";
import { describeConnectionError, isTlsCode } from "../../platform/network/describe-connection-error.ts";
import type { RawAnswer } from "../source.ts";

type None = Extract<RawAnswer, { kind: "none" }>;

/** What a failed connection means for a source: no answer, and why. */
export function explainNetworkError(error: unknown, host: string, family: Family): None {
  const code = codeOf(error) ?? "";
  const known = describeConnectionError(code, { host, family });
  if (known !== null) return { kind: "none", reason: known };
  const tls = isTlsCode(code) ? "no trusted TLS connection: " : "";
  const text = messageOf(error);
  return { kind: "none", reason: `${tls}${text.split("\n")[0]}` };
}
