import { maskSecrets, maskText } from "../model/secrets/mask-secrets.ts";
import { type SecretShapes, shapesOfSecret } from "../model/secrets/shapes-of-secret.ts";

/** Hides secrets in texts and values, by what they are and by the name of their field. */
export class Mask {
  readonly #shapes = new Map<string, SecretShapes>();
  readonly #parent: Mask | null;

  constructor(secrets: Iterable<string> = [], parent: Mask | null = null) {
    this.#parent = parent;
    for (const secret of secrets) this.add(secret);
  }

  add(secret: string): void {
    if (!this.#shapes.has(secret)) this.#shapes.set(secret, shapesOfSecret(secret));
  }

  /** A mask that knows these secrets, too, and whatever this one learns later. */
  with(secrets: readonly string[]): Mask {
    return secrets.length === 0 ? this : new Mask(secrets, this);
  }

  text(text: string): string {
    return maskSecrets(text, this.#allShapes());
  }

  /** A copy with every text masked, and whatever the named fields hold, at any depth. */
  value(value: unknown, fields: readonly string[] = []): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((entry) => this.value(entry, fields));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        name,
        fields.includes(name) && entry !== null ? maskText : this.value(entry, fields),
      ]),
    );
  }

  #allShapes(): readonly SecretShapes[] {
    const own = [...this.#shapes.values()];
    return this.#parent ? [...this.#parent.#allShapes(), ...own] : own;
  }
}
