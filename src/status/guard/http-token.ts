import { randomBytes } from "node:crypto";
import { chmod, open } from "node:fs/promises";
import { readToken, tokenPath } from "./token-file.ts";

export type TokenAnswer =
  | { readonly token: string; readonly problem?: never }
  /** In plain words, what is wrong and what to do. */
  | { readonly token: null; readonly problem: string };

/** Reads the token; makes one, readable by this user only, where the user named no file and there is none yet. */
export async function readOrMakeToken(tokenFile: string | null, stateDir: string): Promise<TokenAnswer> {
  const path = tokenPath(tokenFile, stateDir);
  try {
    const token = (await readToken(path)) ?? (tokenFile === null ? await makeToken(path) : null);
    if (token !== null) return { token };
    return { token: null, problem: `The HTTP token file ${path} is missing or empty; write a token into it.` };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error); // node:fs rejects with nothing else
    return { token: null, problem: `The HTTP token at ${path} can't be ${tokenFile ? "read" : "made"}: ${reason}.` };
  }
}

async function makeToken(path: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const file = await open(path, "w", 0o600);
  try {
    // The mode of `open` counts for a new file only; an empty one left behind may have another.
    await chmod(path, 0o600);
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return token;
}
