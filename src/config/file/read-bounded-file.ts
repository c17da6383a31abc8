import { open } from "node:fs/promises";
import { codeOf, systemError } from "../../platform/error-code.ts";
import { type FileContent, readRegularFile } from "../../platform/files/read-regular-file.ts";
import { findStanding, type Standing } from "../../platform/program/find-standing.ts";

/** Reads a small file; rejects with a system error (`ENOENT`, `EACCES`, `EISDIR` …), with `EFBIG` when it is over the limit. */
export type ReadFile = (path: string, maxBytes: number) => Promise<FileContent>;

/** A regular file, or what the user passed to the process: `--config <(…)`, `/dev/stdin`. */
export const readBoundedFile: ReadFile = async (path, maxBytes) => {
  if (!/^\/(dev\/fd\/|proc\/self\/fd\/|dev\/stdin$)/.test(path)) return readRegularFile(path, maxBytes);
  const file = await open(path, "r");
  try {
    const { mode, uid } = await file.stat();
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      // Without an encoding set, chunks are buffers.
      total += chunk.length;
      if (total > maxBytes) throw systemError("EFBIG", path);
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks), mode: mode & 0o7777, uid };
  } finally {
    await file.close();
  }
};

/** The text of a file: UTF-8 without a byte order mark; null if it is binary or another encoding. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // The characters YAML 1.2 (5.1) leaves out: a file with one of them is not text.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    return /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What a file is to the program: it decides who may read it. */
export type FileKind = "configuration" | "credential" | "other";

/** Why a file couldn't be read and what to do, in plain words that follow the file's name. */
export function explainReadError(
  error: unknown,
  path: string,
  what: FileKind = "other",
  standing = findStanding(path),
): string {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return `permission denied${describeUser()}; ${adviseReading(path, what, standing)}`;
    case "EISDIR":
      return "it is a directory, not a file";
    case "ENOTREG":
    case "ENXIO":
      return "it is not a regular file but a device, a socket or a named pipe";
    case "EFBIG":
      return "it is far too large to be the right file";
    case "EBUSY":
      return "it keeps changing; reload once it is complete";
    case "ELOOP":
      return "its symbolic links form a loop";
    default:
      return `it can't be read (${codeOf(error) ?? "unknown reason"})`;
  }
}

function adviseReading(path: string, what: FileKind, { kind, ...place }: Standing): string {
  if (kind === "container" && "mountedAt" in place) {
    return `on the host, let user ${place.owner} read what is mounted at ${place.mountedAt}: chown it to that user`;
  }
  if (what === "configuration") {
    const everybody = `chmod 644 ${path} if it holds no secret`;
    return kind === "dynamic-user" ? `run: sudo ${everybody}` : `run with sudo, or: ${everybody}`;
  }
  if (kind === "dynamic-user") {
    return what === "credential"
      ? "remove this line: the unit's LoadCredential= reads the file as root, and systemd passes its contents to the daemon"
      : `pass it to the unit as a credential, or let everybody read it: sudo chmod 644 ${path}`;
  }
  return `run with sudo, or: chown ${userId()} ${path} && chmod u+r ${path}`;
}

function describeUser(): string {
  return process.getuid === undefined ? "" : ` for the user this runs as (uid ${process.getuid()})`;
}

function userId(): string {
  return String(process.getuid?.() ?? "USER");
}
