import { writeSync } from "node:fs";

const longestStallMs = 200;

/**
 * A function that writes each line at once. A reader that went away, a full disk or one who doesn't read for 200 ms cost
 * the line, never the program.
 */
export function createLineWriter(fd: number): (line: string) => void {
  return (line) => {
    let rest: Uint8Array = Buffer.from(line);
    let stalledMs = 0;
    while (rest.length > 0 && stalledMs < longestStallMs) {
      const written = tryWrite(fd, rest);
      if (written === null) return;
      rest = rest.subarray(written);
      if (written === 0) stalledMs += pause(10);
    }
  };
}

/** The bytes written, 0 when the pipe is full, null when nobody will ever read them. */
function tryWrite(fd: number, bytes: Uint8Array): number | null {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EAGAIN" ? 0 : null;
  }
}

function pause(ms: number): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return ms;
}
