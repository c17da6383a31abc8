import { writeSync } from "node:fs";

/** How long a reader may keep the program waiting, at most once in `minGapMs`. */
const maxStallMs = 200;
const minGapMs = 60_000;

/**
 * A function that writes each line at once. A reader that went away, a full disk or one who doesn't read cost lines, never
 * the program: it waits 200 ms, then drops what can't be written, and says how many lines are missing once it can.
 */
export function createLineWriter(fd: number, describeLost: (count: number) => string): (line: string) => void {
  /** The rest of a line that was written in part: no other can begin before its end. */
  let rest: Uint8Array = nothing;
  let lost = 0;
  let mayWaitFromMs = 0;
  return (line) => {
    rest = push(fd, rest);
    if (rest.length > 0) {
      lost += 1;
      return;
    }
    const whole = Buffer.from(lost > 0 ? `${describeLost(lost)}${line}` : line);
    rest = push(fd, whole);
    if (rest.length > 0 && performance.now() >= mayWaitFromMs) {
      rest = pushPatiently(fd, rest);
      if (rest.length > 0) mayWaitFromMs = performance.now() + minGapMs;
    }
    const isLost = rest.length === whole.length;
    lost = isLost ? lost + 1 : 0;
    if (isLost) rest = nothing;
  };
}

const nothing = new Uint8Array();

function pushPatiently(fd: number, bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  for (let stalledMs = 0; rest.length > 0 && stalledMs < maxStallMs; ) {
    const before = rest.length;
    rest = push(fd, rest);
    if (rest.length === before) stalledMs += pause(10);
  }
  return rest;
}

/** Writes what can be written now; returns the rest. What nobody will ever read counts as written. */
function push(fd: number, bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  while (rest.length > 0) {
    const written = tryWrite(fd, rest);
    if (written === null) return nothing;
    if (written === 0) break;
    rest = rest.subarray(written);
  }
  return rest;
}

/** The bytes written, 0 when the pipe is full, null if nobody will ever read them. */
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
