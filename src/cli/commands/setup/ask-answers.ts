import { Writable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { describeFileError } from "../../../platform/files/file-error.ts";
import { readRegularFile } from "../../../platform/files/read-regular-file.ts";
import { DeclinedError, UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";

/** Asks where there is a terminal; where there is none, a missing answer is wrong usage. */
export interface Asker {
  /** A text that may be shown. */
  text(flag: string, message: string, placeholder?: string): Promise<string>;
  secret(flag: string, message: string): Promise<string>;
  choose<Value extends string>(
    flag: string,
    message: string,
    options: readonly { readonly value: Value; readonly label: string }[],
  ): Promise<Value>;
  /** Several of them, with further ones to be typed. */
  pick(flag: string, message: string, placeholder: string): Promise<readonly string[]>;
  /** False if there is no terminal. */
  confirm(message: string): Promise<boolean>;
}

export async function createAsker({ stdin, screen, signal }: CommandContext): Promise<Asker> {
  if (stdin.isTTY !== true) return silent;
  // Loaded only where somebody is asked.
  const clack = await import("@clack/prompts");
  const streams = { input: stdin, output: screen instanceof Writable ? screen : process.stderr, signal };
  const answered = <Value>(value: Value): Exclude<Value, symbol> => {
    if (clack.isCancel(value)) throw new DeclinedError("nothing was written");
    return value as Exclude<Value, symbol>; // a symbol was a cancellation
  };
  const notEmpty = (value: string | undefined) => (value?.trim() ? undefined : "An answer is required.");
  const text = async (message: string, placeholder?: string) =>
    answered(await clack.text({ ...streams, message, validate: notEmpty, ...(placeholder && { placeholder }) })).trim();
  return {
    text: (_, message, placeholder) => text(message, placeholder),
    secret: async (_, message) => answered(await clack.password({ ...streams, message, validate: notEmpty })).trim(),
    choose: async (_, message, options) =>
      answered(await clack.select({ ...streams, message, options: [...options] as never })), // its own type of options adds nothing
    pick: async (_, message, placeholder) => (await text(message, placeholder)).split(/[\s,]+/).filter(Boolean),
    confirm: async (message) => answered(await clack.confirm({ ...streams, message })),
  };
}

const missing = (flag: string): never => {
  throw new UsageError([`${flag} is missing, and there is no terminal to ask on`]);
};
const silent: Asker = {
  text: async (flag) => missing(flag),
  secret: async (flag) => missing(flag),
  choose: async (flag) => missing(flag),
  pick: async (flag) => missing(flag),
  confirm: async () => false,
};

/** `@FILE`, or `-` for standard input; a literal works, but everybody on the machine can see it. */
export async function readSecretFlag(
  { stdin, stderr }: CommandContext,
  flag: string,
  written: string,
): Promise<string> {
  if (written === "-") return notEmpty((await readAll(stdin)).trim(), `${flag}: standard input is empty`);
  if (!written.startsWith("@")) {
    stderr.write(
      `warning: ${flag} is a secret and shows in the process list; use ${flag} @FILE or ${flag} - (standard input)\n`,
    );
    return written.trim();
  }
  const path = written.slice(1);
  const { bytes } = await readRegularFile(path, 65_536).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([`${flag}: ${path} can't be read: ${describeFileError(error)}`]);
  });
  return notEmpty(new TextDecoder().decode(bytes).trim(), `${flag}: ${path} is empty`);
}

function notEmpty(secret: string, problem: string): string {
  if (secret === "") throw new UsageError([problem]);
  return secret;
}
