import { maskSecrets } from "../model/secrets/mask-secrets.ts";
import { shapesOfSecret } from "../model/secrets/shapes-of-secret.ts";

export type Masker = (text: string) => string;

/** A function that replaces every secret in a text by `***`, whatever its shape. */
export function createMasker(secrets: Iterable<string>): Masker {
  const shapes = [...new Set(secrets)].map(shapesOfSecret);
  return (text) => maskSecrets(text, shapes);
}
