import type { IncomingMessage } from "node:http";
import { readForm, type Upload } from "./multipart.ts";

export type { Upload } from "./multipart.ts";

export interface RequestBody {
  /** `none`: nothing was sent · `broken`: it isn't what its type says it is. */
  readonly kind: "none" | "json" | "form" | "broken";
  /** As received; empty for a form with files. */
  readonly text: string;
  /** Any JSON value; the fields of a form. */
  readonly value: unknown;
  readonly uploads: readonly Upload[];
}

const maxJsonBytes = 4 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.toLowerCase().startsWith("multipart/form-data")) return readMultipart(request, contentType);
  const text = await readText(request);
  if (text === "") return { kind: "none", text, value: null, uploads: [] };
  if (contentType.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    return { kind: "form", text, value: Object.fromEntries(new URLSearchParams(text)), uploads: [] };
  }
  return parseJson(text);
}

async function readMultipart(request: IncomingMessage, contentType: string): Promise<RequestBody> {
  const form = await readForm(request, contentType);
  if (!form) return { kind: "broken", text: "", value: null, uploads: [] };
  return { kind: "form", text: "", value: form.fields, uploads: form.uploads };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxJsonBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): RequestBody {
  try {
    return { kind: "json", text, value: JSON.parse(text), uploads: [] };
  } catch {
    return { kind: "broken", text, value: null, uploads: [] };
  }
}
