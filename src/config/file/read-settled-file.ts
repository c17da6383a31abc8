import { type Clock, systemClock } from "../../platform/clock.ts";
import { systemError } from "../../platform/error-code.ts";
import type { FileContent } from "../../platform/files/read-regular-file.ts";
import { type ReadFile, readBoundedFile } from "./read-bounded-file.ts";

const pauseMs = 500;
const maxLooks = 20;

/**
 * Reads a file that somebody may be writing right now (an editor, a copy): again, until two looks half a second apart find
 * the same. A file that is gone for a moment counts as a content of its own.
 */
export const readSettledFile: ReadFile = readSettledBy(systemClock);

/** The same by another clock, for tests that don't wait. */
export function readSettledBy(clock: Clock): ReadFile {
  return async (path, maxBytes) => {
    let before = await look(path, maxBytes);
    for (let looks = 1; looks < maxLooks; looks++) {
      await clock.sleep(pauseMs);
      const now = await look(path, maxBytes);
      if (isSame(before, now)) {
        if (now.content) return now.content;
        throw now.error;
      }
      before = now;
    }
    throw systemError("EBUSY", path);
  };
}

interface FileLook {
  readonly content: FileContent | null;
  readonly error: unknown;
}

function look(path: string, maxBytes: number): Promise<FileLook> {
  return readBoundedFile(path, maxBytes).then(
    (content) => ({ content, error: null }),
    (error: unknown) => ({ content: null, error }),
  );
}

function isSame(one: FileLook, other: FileLook): boolean {
  if (one.content === null || other.content === null) return one.content === other.content;
  return Buffer.compare(one.content.bytes, other.content.bytes) === 0;
}
