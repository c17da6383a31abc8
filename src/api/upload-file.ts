import { basename } from "node:path";

/** A Blob of Node's or a browser's, described so that TypeScript accepts either, whatever its `lib` is. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  stream(): unknown;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A File: a Blob with a name. */
export interface FileLike extends BlobLike {
  readonly name: string;
}

/** A ReadableStream, as on the web. */
export interface WebStreamLike {
  getReader(): unknown;
}

/** Bytes that can be read once, such as a stream of Node's. */
export type ByteStream = AsyncIterable<Uint8Array | string> | WebStreamLike;

/** Any content under a name. */
export interface NamedData {
  readonly name: string;
  readonly data: string | Uint8Array | ArrayBuffer | BlobLike | ByteStream;
  /** `text/html`; unknown by default. */
  readonly type?: string | undefined;
}

/**
 * What can be uploaded. A File (`new File([await openAsBlob(path)], name)` is read while it is sent), a Blob, a stream, whose
 * name is that of its file where it has one, or `{ name, data }`. Anything that can be read only once can't be sent again.
 */
export type UploadFile = FileLike | BlobLike | ByteStream | NamedData;

/** A file in the form in which it is sent. */
export interface ReadableFile {
  readonly name: string;
  readonly type: string;
  /** Null for a stream: unknown until it ends. */
  readonly bytes: number | null;
  read(): AsyncIterable<Uint8Array>;
}

export function isUploadFile(value: unknown): value is UploadFile {
  if (typeof value !== "object" || value === null) return false;
  if (isBlob(value) || isStream(value)) return true;
  return "name" in value && typeof value.name === "string" && "data" in value && isData(value.data);
}

export function toReadableFile(file: UploadFile): ReadableFile {
  if (isBlob(file))
    return fromBlob(file, "name" in file && typeof file.name === "string" ? file.name : "blob", file.type);
  if (isStream(file)) return fromStream(file, nameOfStream(file), "");
  const { name, data, type = "" } = file as NamedData; // the only other kind
  if (isBlob(data)) return fromBlob(data, name, type || data.type);
  if (typeof data !== "string" && isStream(data)) return fromStream(data, name, type);
  return fromBytes(typeof data === "string" ? Buffer.from(data) : new Uint8Array(data as Uint8Array), name, type); // bytes of either kind
}

const isBlob = (value: unknown): value is BlobLike =>
  typeof value === "object" && value !== null && "size" in value && "stream" in value && "arrayBuffer" in value;

const isStream = (value: object): value is ByteStream =>
  !(value instanceof Uint8Array) && (Symbol.asyncIterator in value || "getReader" in value);

function isData(data: unknown): boolean {
  if (typeof data === "string" || data instanceof Uint8Array || data instanceof ArrayBuffer) return true;
  return isBlob(data) || (typeof data === "object" && data !== null && isStream(data));
}

function fromBlob(blob: BlobLike, name: string, type: string): ReadableFile {
  return { name, type, bytes: blob.size, read: () => blob.stream() as AsyncIterable<Uint8Array> }; // Node's streams all are
}

function fromBytes(bytes: Uint8Array, name: string, type: string): ReadableFile {
  return {
    ...{ name, type, bytes: bytes.byteLength },
    async *read() {
      yield bytes;
    },
  };
}

function fromStream(stream: ByteStream, name: string, type: string): ReadableFile {
  let isRead = false;
  return {
    ...{ name, type, bytes: null },
    async *read() {
      if (isRead) throw new Error("the stream was read before and can't be sent again: give a File or bytes instead");
      isRead = true;
      const chunks = stream as AsyncIterable<Uint8Array | string>; // in Node, a web stream is also async iterable
      for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    },
  };
}

function nameOfStream(stream: object): string {
  const path = "path" in stream ? stream.path : undefined;
  return typeof path === "string" ? basename(path) : "file";
}
