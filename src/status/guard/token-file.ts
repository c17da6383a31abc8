import { join } from "node:path";
import { type FileContent, readRegularFile } from "../../platform/read-regular-file.ts";

export interface TokenFile extends Omit<FileContent, "bytes"> {
  /** Without white space around it. */
  readonly token: string;
}

const maxTokenBytes = 4096;

/** A token's file; null when there is none, or nothing in it. Rejects with a system error. */
export async function readTokenFile(path: string): Promise<TokenFile | null> {
  try {
    const { bytes, ...facts } = await readRegularFile(path, maxTokenBytes);
    const token = Buffer.from(bytes).toString("utf8").trim();
    return token === "" ? null : { token, ...facts };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null; // node:fs rejects with nothing else
    throw error;
  }
}

/** Where the token is: the user's file, else the one that is made in the state directory. */
export function tokenPath(tokenFile: string | null, stateDir: string): string {
  return tokenFile ?? join(stateDir, "http-token");
}
