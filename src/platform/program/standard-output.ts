import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Where standard output leads. Node opens /dev/null in place of a file that was closed at the start (`>&-`), and all that is
 * written is lost without an error. It does so for reading and writing, and `> /dev/null` is for writing only, which tells them
 * apart, but for a program that wants to hear nothing of another: Python's DEVNULL and Node's "ignore" are for both, too.
 *
 * `closed`: surely · `nowhere`: closed, or somebody wants to hear nothing · `open`: anything else, and where it can't be known.
 */
export type OutputEnd = "closed" | "nowhere" | "open";

/** The error of a standard output that was closed before the program began. */
export function closedOutput(): NodeJS.ErrnoException {
  return Object.assign(new Error("standard output is closed"), { code: "EBADF" });
}

let known: OutputEnd | null = null;

/** Looks once: it is a matter of the process's start. */
export function findOutputEnd(): OutputEnd {
  known ??= lookForOutputEnd();
  return known;
}

function lookForOutputEnd(): OutputEnd {
  try {
    if (!isReplaced("/proc/self")) return "open";
    const { parent } = readStatus("/proc/self");
    return judgeParent(`/proc/${parent}`);
  } catch {
    return "open";
  }
}

/** Shells open /dev/null for writing only, and who passes on what it was given itself has closed nothing. */
function judgeParent(parent: string): OutputEnd {
  try {
    if (!readdirSync(`${parent}/fd`).includes("1")) return "closed";
    if (isReplaced(parent)) return "open";
    return shells.has(readStatus(parent).name) ? "closed" : "nowhere";
  } catch {
    return "nowhere";
  }
}

const shells = new Set(["sh", "bash", "dash", "ash", "busybox", "zsh", "ksh", "ksh93", "mksh", "fish"]);

const accessMode = 0o3;
const readAndWrite = 0o2;

const readAndWriteRights = 0o600;

function isReplaced(process: string): boolean {
  const link = `${process}/fd/1`;
  // Linux gives the link the rights that the file was opened with, which tells in one call what most outputs are not.
  if ((lstatSync(link).mode & readAndWriteRights) !== readAndWriteRights) return false;
  if (readlinkSync(link) !== "/dev/null") return false;
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`${process}/fdinfo/1`, "latin1"))?.[1] ?? "";
  return (Number.parseInt(flags, 8) & accessMode) === readAndWrite;
}

function readStatus(process: string): { readonly name: string; readonly parent: string } {
  const lines = readFileSync(`${process}/status`, "latin1").split("\n");
  const values = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { name: values.get("Name") ?? "", parent: values.get("PPid") ?? "" };
}
