import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The token in a file, without white space around it; null when there is no such file, or nothing in it. */
export async function readToken(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null; // node:fs rejects with nothing else
    throw error;
  }
}

/** Where the token is: the user's file, else the one that is made in the state directory. */
export function tokenPath(tokenFile: string | null, stateDir: string): string {
  return tokenFile ?? join(stateDir, "http-token");
}
