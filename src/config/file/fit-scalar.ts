import type { Fallible } from "../../model/fallible.ts";
import { suggestWord } from "../../model/nearest-word.ts";
import { maskSecrets } from "../../model/secrets/mask-secrets.ts";
import { describeExpected, fits, isScalarShape, listAlternatives, type PlainShape, type Shape } from "./shape.ts";

/** A scalar as it was found: what YAML makes of it, and its very text (`0123` and `1e3` are numbers to YAML). */
export interface FoundScalar {
  readonly value: unknown;
  readonly text: string;
  /** Whether a fault may quote the text: not for secrets, nor for what came out of a variable. */
  readonly quotable: boolean;
}

/** Far more than a path, a URI or a command needs. */
const maxTextLength = 8192;

/** `value` is undefined for null if that means "not given". */
export type FittedScalar = Fallible<{ readonly value: unknown }>;

/** Takes a scalar for what its key asks for; where that is text, any scalar is the text it was written as. */
export function fitScalar(shape: Shape, found: FoundScalar): FittedScalar {
  if (found.text.length > maxTextLength) {
    const reason = `this is ${found.text.length} characters long; the limit is ${maxTextLength}`;
    return { ok: false, reason };
  }
  const alternatives = listAlternatives(shape);
  const scalars = alternatives.filter(isScalarShape);
  if (scalars.some((each) => fits(each, found.value))) return { ok: true, value: found.value };
  if (found.value === null) {
    return shape.type === "optional"
      ? { ok: true, value: undefined }
      : { ok: false, reason: `expected ${describeExpected(alternatives)}, but the value is empty` };
  }
  if (scalars.some(({ type }) => type === "string")) return { ok: true, value: found.text };
  return { ok: false, reason: explainMisfit(alternatives, found) };
}

function explainMisfit(alternatives: readonly PlainShape[], found: FoundScalar): string {
  // Text in the place of keys may be a key and its secret, run together for want of a space.
  const quotable = found.quotable && alternatives.some(isScalarShape);
  const quoted = quotable ? `, not ${typeof found.value === "string" ? quote(found.text) : found.text}` : "";
  return `expected ${describeExpected(alternatives)}${quoted}${hint(alternatives, found)}`;
}

function hint(alternatives: readonly PlainShape[], { value, text, quotable }: FoundScalar): string {
  const words = alternatives.flatMap((each) => (each.type === "picklist" ? each.options : []));
  if (words.length > 0) {
    const suggestion = quotable ? suggestWord(text, words, "") : "";
    return suggestion.startsWith("did") ? `; ${suggestion}` : "";
  }
  const types = alternatives.map(({ type }) => type);
  if (types.includes("number") && typeof value === "string" && /^\d+$/.test(value)) return "; write it without quotes";
  if (types.includes("boolean") && /^(yes|on|y|1|true)$/i.test(text)) return "; write true, without quotes";
  if (types.includes("boolean") && /^(no|off|n|0|false)$/i.test(text)) return "; write false, without quotes";
  const wantsKeys = types.every((type) => type === "strict_object" || type === "record");
  return wantsKeys && text.includes(":") ? "; is the space after a colon missing?" : "";
}

const maxShownLength = 60;

/** A value in a message: on one line, not longer than one takes in, and without what looks like a credential. */
export function quote(text: string): string {
  // Masked before it is cut: half a secret is not recognised.
  const shown = maskSecrets(text, []);
  return JSON.stringify(shown.length > maxShownLength ? `${shown.slice(0, maxShownLength - 3)}...` : shown);
}
