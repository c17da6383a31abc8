import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "./api-failure.ts";

/** A file to upload, read while it is sent; `-` is standard input, which is read first, since its length has to be known. */
export async function openUpload(context: CommandContext, path: string): Promise<File> {
  if (path === "-") return new File([await buffer(readStdin(context))], "stdin");
  if (!(await stat(path)).isFile()) throw new UsageError([`${path} is not a file`]);
  return new File([await withoutItsWarning(() => openAsBlob(path))], basename(path));
}

function readStdin({ stdin }: CommandContext): CommandContext["stdin"] {
  if (stdin.readableEnded) throw new UsageError(["standard input can be read only once"]);
  return stdin;
}

/** Node 20 and 22 say of openAsBlob that it is experimental, which is nothing to the user. */
async function withoutItsWarning<Result>(open: () => Promise<Result>): Promise<Result> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await open();
  } finally {
    process.emitWarning = emitWarning;
  }
}
