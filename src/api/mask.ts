const masked = "***";

/** Every way a secret may be written: as it is, in JSON, percent-encoded, base64. */
function shapesOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret, "utf8");
  const percent = encodeURIComponent(secret);
  return [
    secret,
    json,
    json.replaceAll("/", "\\/"),
    percent,
    percent.replaceAll("%20", "+"),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

/** Hides secrets in texts and values, by what they are and by the name of their field. */
export class Mask {
  readonly #shapes = new Set<string>();
  readonly #parent: Mask | null;

  constructor(secrets: Iterable<string> = [], parent: Mask | null = null) {
    this.#parent = parent;
    for (const secret of secrets) this.add(secret);
  }

  /** A secret of fewer than 4 characters can't be told from ordinary text. */
  add(secret: string): void {
    if (secret.length < 4) return;
    for (const shape of shapesOf(secret)) this.#shapes.add(shape);
  }

  /** A mask that knows these secrets, too, and whatever this one learns later. */
  with(secrets: readonly string[]): Mask {
    return secrets.length === 0 ? this : new Mask(secrets, this);
  }

  text(text: string): string {
    let result = text;
    for (const shape of this.#longestFirst()) {
      if (result.includes(shape)) result = result.replaceAll(shape, masked);
    }
    return result;
  }

  /** A copy with every text masked, and whatever the named fields hold, at any depth. */
  value(value: unknown, fields: readonly string[] = []): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((entry) => this.value(entry, fields));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        name,
        fields.includes(name) && entry !== null ? masked : this.value(entry, fields),
      ]),
    );
  }

  /** A secret may be part of another one. */
  #longestFirst(): readonly string[] {
    const all: string[] = [];
    for (let mask: Mask | null = this; mask; mask = mask.#parent) all.push(...mask.#shapes);
    return all.sort((a, b) => b.length - a.length);
  }
}
