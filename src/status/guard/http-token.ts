import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Fallible, Refused } from "../../model/fallible.ts";
import { describeFileError } from "../../platform/files/file-error.ts";
import { readHandedOver } from "../../platform/files/read-handed-over.ts";
import type { FileContent } from "../../platform/files/read-regular-file.ts";
import { writeDurably } from "../../platform/files/write-durably.ts";
import { adviseClosing, adviseOwning } from "../../platform/program/advise-rights.ts";

/** The token, or what is wrong and what to do. `replaced`: in plain words, why a new token replaces the one that was there. */
export type TokenAnswer = Fallible<{ readonly token: string; readonly replaced: string | null }>;

/** Shorter ones are too easy to guess. */
const minTokenLength = 8;

/**
 * Reads the token. If the user named no file and there is none yet, creates one that only this user can read, or writes
 * the previous one again if someone removed it.
 */
export async function readOrMakeToken(
  tokenFile: string | null,
  stateDir: string,
  before: string | null = null,
): Promise<TokenAnswer> {
  const path = tokenPath(tokenFile, stateDir);
  try {
    if (tokenFile !== null) return judgeGiven(path, await readTokenFile(path));
    const found = await readTokenFile(path).catch(ignorePlanted);
    const flaw = found && (await findFlaw(found, stateDir));
    if (found && flaw === null) return { ok: true, token: found.token, replaced: null };
    const token = await makeToken(path, before);
    const isOther = found !== null && token !== found.token;
    const replaced = `the HTTP token in ${path} ${flaw}, so it is not used; another one is there now, which \`gigahost-ddns token\` prints`;
    return { ok: true, token, replaced: isOther ? replaced : null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error); // node:fs rejects with nothing else
    const isDenied = tokenFile !== null && code === "EACCES";
    const what = `The HTTP token at ${path} can't be ${tokenFile ? "read" : "made"}: ${describeFileError(error)}`;
    return { ok: false, reason: isDenied ? `${what}; ${adviseOwning(path)}.` : `${what}.` };
  }
}

/** A file that others can change can't be trusted. */
function judgeGiven(path: string, found: TokenFile | null): TokenAnswer {
  const refuse = (reason: string): Refused => ({ ok: false, reason });
  if (found === null) return refuse(`The HTTP token file ${path} is missing or empty; write a token into it.`);
  if ((found.mode & 0o022) !== 0) {
    return refuse(
      `The HTTP token file ${path} can be changed by other users, so it is not used: ${adviseClosing(path)}`,
    );
  }
  if (found.token.length >= minTokenLength) return { ok: true, token: found.token, replaced: null };
  return refuse(
    `The HTTP token in ${path} is shorter than ${minTokenLength} characters, so it is not used: openssl rand -hex 32 > ${path}`,
  );
}

/** A pipe, a device, a circular link or a huge file was never ours. */
function ignorePlanted(error: NodeJS.ErrnoException): null {
  if (["ENOTREG", "ENXIO", "EFBIG", "ELOOP"].includes(error.code ?? "")) return null;
  throw error;
}

/** Why the file in the state directory is not one of ours; null if it is. Anything else was planted there, and is replaced. */
async function findFlaw({ token, mode, uid }: TokenFile, stateDir: string): Promise<string | null> {
  const owners = [process.getuid?.() ?? 0, 0, (await stat(stateDir)).uid];
  if ((mode & 0o077) !== 0) return "was open to other users";
  if (!owners.includes(uid)) return "belongs to another user";
  return token.length >= minTokenLength ? null : `is shorter than ${minTokenLength} characters`;
}

async function makeToken(path: string, before: string | null): Promise<string> {
  const token = before ?? randomBytes(32).toString("base64url");
  await writeDurably(dirname(path), basename(path), `${token}\n`);
  return token;
}

interface TokenFile extends Omit<FileContent, "bytes"> {
  /** Without white space around it. */
  readonly token: string;
}

const maxTokenBytes = 4096;

/** A token's file; null if there is none, or nothing in it. Rejects with a system error. */
export async function readTokenFile(path: string): Promise<TokenFile | null> {
  try {
    const { bytes, ...facts } = await readHandedOver(path, maxTokenBytes);
    const token = Buffer.from(bytes).toString("utf8").trim();
    return token === "" ? null : { token, ...facts };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null; // node:fs rejects with nothing else
    throw error;
  }
}

/** Where the token is: the user's file, otherwise the one in the state directory. */
export function tokenPath(tokenFile: string | null, stateDir: string): string {
  return tokenFile ?? join(stateDir, "http-token");
}
