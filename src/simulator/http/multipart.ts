import { createHash } from "node:crypto";

/** A file sent in a form. Of a large one, only the size and digest are kept. */
export interface Upload {
  readonly field: string;
  readonly filename: string;
  readonly size: number;
  /** Hexadecimal SHA-256 of the whole file. */
  readonly sha256: string;
  /** Null if it was larger than `maxKeptBytes`. */
  readonly content: Buffer | null;
}

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly uploads: readonly Upload[];
}

const maxKeptBytes = 4 * 1024 * 1024;

/** Reads multipart/form-data (RFC 7578) as it arrives, in constant memory. Null: not well-formed. */
export async function readForm(body: AsyncIterable<Buffer>, contentType: string): Promise<Form | null> {
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/iu.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) return null;
  const reader = new FormReader(name);
  for await (const chunk of body) reader.push(chunk);
  return reader.end();
}

/** Cuts the stream at the delimiters into parts. */
class FormReader {
  readonly #delimiter: Buffer;
  // The first delimiter has no line break before it.
  #rest: Buffer = Buffer.from("\r\n");
  #part: Part | null = null;
  #ended = false;
  readonly #parts: Part[] = [];

  constructor(boundary: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (!this.#ended && this.#takeDelimiter());
    // The tail may be the start of a delimiter, or of the two characters that follow one.
    const sure = this.#rest.length - this.#delimiter.length - 4;
    if (sure > 0 && !this.#ended) this.#takeContent(sure);
  }

  end(): Form | null {
    if (!this.#ended) return null;
    const files = this.#parts.filter((part) => part.filename !== null);
    const fields = this.#parts.filter((part) => part.filename === null).map((part) => [part.field, part.text()]);
    return { fields: Object.fromEntries(fields), uploads: files.map((part) => part.upload()) };
  }

  #takeDelimiter(): boolean {
    const at = this.#rest.indexOf(this.#delimiter);
    const after = at + this.#delimiter.length;
    if (at < 0 || this.#rest.length < after + 2) return false;
    this.#takeContent(at);
    this.#rest = this.#rest.subarray(this.#delimiter.length);
    this.#ended = this.#rest.subarray(0, 2).toString("latin1") === "--";
    this.#part = this.#ended ? null : new Part();
    if (this.#part) this.#parts.push(this.#part);
    return true;
  }

  #takeContent(length: number): void {
    this.#part?.push(this.#rest.subarray(0, length));
    this.#rest = this.#rest.subarray(length);
  }
}

/** One part: first its header, then its content. */
class Part {
  field = "";
  filename: string | null = null;
  #header: Buffer | null = Buffer.alloc(0);
  #size = 0;
  #kept: Buffer[] | null = [];
  readonly #hash = createHash("sha256");

  push(chunk: Buffer): void {
    if (this.#header === null) {
      this.#pushContent(chunk);
      return;
    }
    const header = Buffer.concat([this.#header, chunk]);
    const end = header.indexOf("\r\n\r\n");
    this.#header = end < 0 ? header : null;
    if (end >= 0) {
      this.#readHeader(header.subarray(0, end).toString("utf8"));
      this.#pushContent(header.subarray(end + 4));
    }
  }

  text(): string {
    return Buffer.concat(this.#kept ?? []).toString("utf8");
  }

  upload(): Upload {
    const content = this.#kept ? Buffer.concat(this.#kept) : null;
    const sha256 = this.#hash.copy().digest("hex");
    return { field: this.field, filename: this.filename ?? "", size: this.#size, sha256, content };
  }

  #readHeader(header: string): void {
    this.field = /\bname="([^"]*)"/iu.exec(header)?.[1] ?? "";
    this.filename = /\bfilename="([^"]*)"/iu.exec(header)?.[1] ?? null;
  }

  #pushContent(chunk: Buffer): void {
    this.#size += chunk.length;
    this.#hash.update(chunk);
    if (this.#size > maxKeptBytes) this.#kept = null;
    // A copy, since a small slice would keep the whole chunk of the socket alive.
    this.#kept?.push(Buffer.from(chunk));
  }
}
