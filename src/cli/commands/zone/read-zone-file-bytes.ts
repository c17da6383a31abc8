import { explainReadError, readBoundedFile } from "../../../config/file/read-bounded-file.ts";
import { codeOf } from "../../../platform/error-code.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";

/** A zone of some hundred thousand records. */
const maxBytes = 32 * 1024 * 1024;

/** A zone file as it is; `-` is standard input. Rejects with a UsageError where it is not a file, or too large for one. */
export async function readZoneFileBytes({ stdin }: CommandContext, path: string): Promise<Uint8Array> {
  if (path === "-") return collect(stdin, "standard input");
  try {
    return (await readBoundedFile(path, maxBytes)).bytes;
  } catch (error) {
    if (codeOf(error) === "EFBIG") throw tooLarge(path);
    if (codeOf(error) === "EISDIR") throw new UsageError([`${path} is a directory, not a zone file`]);
    if (codeOf(error) === "ENOTREG") throw new UsageError([`${path}: ${explainReadError(error, path)}`]);
    throw error;
  }
}

/** Where none is named: standard input, if something is piped into it. */
export function nameZoneFile({ stdin }: CommandContext, file: string | null): string {
  if (file === null && stdin.isTTY === true) {
    throw new UsageError(["which zone file? Give its name, or - for standard input"]);
  }
  return file ?? "-";
}

function tooLarge(name: string): UsageError {
  return new UsageError([`${name} is larger than ${maxBytes / 1024 / 1024} MiB, too large for a zone file`]);
}

async function collect(stream: AsyncIterable<unknown>, name: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(name);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}
