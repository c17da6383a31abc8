import { codeOf } from "../error-code.ts";

/** Why a file can't be read or written, in words that follow its name. */
export function describeFileError(error: unknown): string {
  const code = codeOf(error) ?? "";
  return reasons[code] ?? (code === "" ? "unknown reason" : code);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOTDIR: "part of its path is not a directory",
  EEXIST: "it already exists",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EIO: "the disk reports errors",
  // Where links aren't followed, any link is refused with it.
  ELOOP: "it is a symbolic link, or its links form a loop",
  ENAMETOOLONG: "its name is too long",
  EFBIG: "it is too large",
  ENOTREG: "it is not a regular file",
  ENXIO: "it is not a regular file",
};

/** What the system says of an open file names none: runs `use`, and an error of it bears the path. */
export async function namingFile<Result>(path: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? Object.assign(error, { path }) : error;
  }
}
