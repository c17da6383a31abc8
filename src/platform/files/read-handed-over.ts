import { basename, dirname, join } from "node:path";
import { codeOf } from "../error-code.ts";
import { type FileContent, readRegularFile } from "./read-regular-file.ts";

/** Reads a regular file, or what systemd passes on of it where this user may not; rejects as `readFile` does. */
export async function readHandedOver(
  path: string,
  maxBytes: number,
  environment: NodeJS.ProcessEnv = process.env,
  readFile: typeof readRegularFile = readRegularFile,
): Promise<FileContent> {
  try {
    return await readFile(path, maxBytes);
  } catch (error) {
    const handed = codeOf(error) === "EACCES" ? findHandedOver(path, environment) : null;
    const content = handed && (await readFile(handed, maxBytes).catch(() => null));
    if (content) return content;
    throw error;
  }
}

/** Where a file of such a directory is for the service: `LoadCredential=secret:DIRECTORY` makes of each `secret_FILE`. */
export function findHandedOver(path: string, { CREDENTIALS_DIRECTORY: dir }: NodeJS.ProcessEnv): string | null {
  return dir && /^(?:.+\.)?secrets$/.test(basename(dirname(path))) ? join(dir, `secret_${basename(path)}`) : null;
}
