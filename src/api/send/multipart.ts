import { randomUUID } from "node:crypto";
import type { ReadableFile } from "../upload-file.ts";

/** A request body that is made while it is sent, and again for another attempt. */
export interface UploadBody {
  readonly contentType: string;
  /** Null if a stream is in it, whose length is unknown. */
  readonly bytes: number | null;
  read(): AsyncGenerator<Uint8Array>;
}

/** One field of a form: text, or a file, of which only the part being sent is in memory. */
export type FormField = readonly [name: string, value: string | ReadableFile];

/** A form as multipart/form-data (RFC 7578). Only with a stream in it is its size unknown, and it is sent in chunks. */
export function buildMultipart(fields: readonly FormField[]): UploadBody {
  const boundary = `----gigahost-ddns-${randomUUID()}`;
  const parts = fields.map(([name, value]) => ({ head: Buffer.from(headOf(boundary, name, value)), value }));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const sizes = parts.map(({ head, value }) => addSizes(head.length + 2, sizeOf(value)));
  const bytes = sizes.reduce(addSizes, end.length);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes,
    async *read() {
      for (const { head, value } of parts) {
        yield head;
        if (typeof value === "string") yield Buffer.from(value);
        else yield* value.read();
        yield Buffer.from("\r\n");
      }
      yield end;
    },
  };
}

function headOf(boundary: string, name: string, value: string | ReadableFile): string {
  const disposition = `--${boundary}\r\ncontent-disposition: form-data; name="${quote(name)}"`;
  if (typeof value === "string") return `${disposition}\r\n\r\n`;
  const type = value.type || "application/octet-stream";
  return `${disposition}; filename="${quote(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`;
}

/** As browsers do it (HTML, multipart/form-data encoding algorithm). */
function quote(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

const sizeOf = (value: string | ReadableFile) => (typeof value === "string" ? Buffer.byteLength(value) : value.bytes);

const addSizes = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other);
