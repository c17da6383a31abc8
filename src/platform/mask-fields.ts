import { maskText } from "../model/secrets/mask-secrets.ts";

/** Names whose values are secret whatever they hold: `api_key`, `Authorization`, `newPassword`, `ga_secret`, `token` … */
const secretName =
  /passw|passphrase|secret|token|api[_-]?key|private[_-]?key|authori[sz]ation|credential|cookie|domain_auth_info/i;
/** The second factor; an error's `code` is a word. */
const oneTimeName = /^(code|otp|pin)$/i;
/** Names that only sound like it. */
const plainName = /^(token_expires?|token_?file|passwordless)$|_file$|File$|fingerprint/i;
const maxDepth = 8;

/**
 * A copy that is safe to log: values of secret names masked at any depth, errors as plain objects with their causes,
 * nothing endless. `stacks`: whether errors keep their stack.
 */
export function maskFields(fields: object, stacks: boolean): Record<string, unknown> {
  return copyEntries(fields, stacks, [fields]);
}

function copyEntries(value: object, stacks: boolean, above: readonly object[]): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    isSecretEntry(name, inner) ? maskText : copyValue(inner, stacks, above),
  ]);
  return Object.fromEntries(entries);
}

function isSecretEntry(name: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return isSecretName(name) || (oneTimeName.test(name) && /^\d{4,10}$/.test(String(value)));
}

function isSecretName(name: string): boolean {
  return secretName.test(name) && !plainName.test(name);
}

function copyValue(value: unknown, stacks: boolean, above: readonly object[]): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value)) return "[circular]";
  if (above.length >= maxDepth) return "[…]";
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((inner) => copyValue(inner, stacks, path));
  if (value instanceof Error) return describeError(value, stacks, path);
  if (value instanceof Map) return copyEntries(Object.fromEntries(value), stacks, path);
  if (value instanceof Set) return [...value].map((inner) => copyValue(inner, stacks, path));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") return copyValue(value.toJSON(), stacks, path);
  return copyEntries(value, stacks, path);
}

function describeError(error: Error, stacks: boolean, path: readonly object[]): Record<string, unknown> {
  const described: Record<string, unknown> = {
    type: error.name,
    message: error.message,
    ...copyEntries(error, stacks, path),
  };
  if (error.cause !== undefined) described.cause = copyValue(error.cause, stacks, path);
  if (error instanceof AggregateError) described.errors = copyValue(error.errors, stacks, path);
  if (stacks) described.stack = error.stack;
  return described;
}
