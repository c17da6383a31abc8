import { randomBytes } from "node:crypto";
import { constants, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { namingFile } from "../../platform/files/file-error.ts";
import type { CommandContext } from "../command-context.ts";
import { showProgress } from "./api-progress.ts";

/** Writes a file as a whole or not at all. */
export async function writeFileSafely(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, async (partial) => {
    const file = await open(partial, flagsFor(partial));
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  });
}

/** Streams a download into a file, with its progress on a terminal. What breaks off leaves nothing behind. */
export async function saveDownload(
  context: CommandContext,
  {
    path,
    stream,
    totalBytes,
  }: { readonly path: string; readonly stream: Readable; readonly totalBytes: number | null },
): Promise<number> {
  const progress = showProgress(context, "downloading", totalBytes);
  let bytes = 0;
  try {
    await replaceFile(path, (partial) =>
      pipeline(
        stream,
        async function* count(chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            progress.show(bytes);
            yield chunk;
          }
        },
        createWriteStream(partial, { flags: flagsFor(partial) as never }), // numbers are taken, too; the types know texts only
        { signal: context.signal },
      ),
    );
  } finally {
    progress.end();
  }
  return bytes;
}

/** A device or pipe (`/dev/null`) is written to as it is. */
async function replaceFile(path: string, write: (partial: string) => Promise<void>): Promise<void> {
  if (path.startsWith("/dev/")) return namingFile(path, () => write(path));
  // A name that nobody can guess, so that no link is planted there.
  const partial = `${path}.part-${randomBytes(6).toString("hex")}`;
  try {
    // The user knows the file's own name, not that of its part.
    await namingFile(path, async () => {
      await write(partial);
      await rename(partial, path);
    });
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** A part is a file of our own; a device is there already. */
function flagsFor(path: string): number {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return path.startsWith("/dev/") ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
}
