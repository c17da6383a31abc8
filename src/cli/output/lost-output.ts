import type { Output } from "../../platform/program/open-output.ts";
import { findOutputEnd } from "../../platform/program/standard-output.ts";

/** EX_IOERR of sysexits.h. */
export const outputLost = 74;

const reasons: Readonly<Record<string, string>> = {
  EPIPE: "whatever read it has closed it",
  ENOSPC: "no space left on the device",
  EBADF: "standard output is closed",
  // Of a reader that wants nothing, and of a closed file, there is only this to be seen.
  NOWHERE: "standard output is closed, or /dev/null for reading and writing; `> /dev/null` discards it",
};

/** Before a command whose output is all that it is for: a document to keep, or a secret that is printed once. */
export function requireReader({ fd }: Pick<Output, "fd">): void {
  if (fd === 1 && findOutputEnd() === "nowhere") throw new OutputLost("NOWHERE");
}

/** Nobody reads the output of the command. */
export class OutputLost extends Error {
  override readonly name = "OutputLost";
  readonly code: string;
  constructor(code: string) {
    super("the output can't be written");
    this.code = code;
  }
}

/** The sentence for a standard output that accepts nothing. */
export function describeLostOutput({ code, message }: Pick<NodeJS.ErrnoException, "code" | "message">): string {
  return `gigahost-ddns: the output can't be written: ${reasons[code ?? ""] ?? code ?? message}\n`;
}

/**
 * What was not written out was not done, even where only the reader of a pipe left. One that took a part has what it
 * wanted, as `head` has: that is worth no sentence.
 */
export function explainLostOutput(stderr: Output, error: NodeJS.ErrnoException, tookSome: boolean): void {
  if (error.code === "EPIPE" && tookSome) process.exit(outputLost);
  stderr.write(describeLostOutput(error), () => process.exit(outputLost));
}
