import { maskSecrets } from "../model/secrets/mask-secrets.ts";
import { type SecretShapes, shapesOfSecret } from "../model/secrets/shapes-of-secret.ts";

export type Masker = (text: string) => string;

/** A function that replaces every secret in a text by `***`, whatever its shape. Prepared at its first use: most have none. */
export function createMasker(secrets: Iterable<string>): Masker {
  const distinct = [...new Set(secrets)];
  let shapes: readonly SecretShapes[] | null = null;
  return (text) => {
    shapes ??= distinct.map(shapesOfSecret);
    return maskSecrets(text, shapes);
  };
}
