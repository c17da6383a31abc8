import { fstatSync, type Stats, writeSync } from "node:fs";
import { systemError } from "../error-code.ts";
import { closedOutput, findOutputEnd } from "./standard-output.ts";

/** What a command writes to: of a stream of Node's, as much as is needed. */
export interface Output {
  /** `done` is called once it is written, or with the reason why it can't be. */
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
  readonly rows?: number;
  /** Of the process's own. */
  readonly fd?: number;
}

/** Called when something can't be written; `tookSome`: of what came before, something was. */
export type OnLost = (error: NodeJS.ErrnoException, tookSome: boolean) => void;

/** Less than what a pipe holds, so that it goes through as a whole or not at all. */
const firstPieceBytes = 4096;

/**
 * Standard output or standard error. A terminal is Node's to open, which knows its size. Anything else is written to at once, as
 * Node does it, but without its stream, which takes longer to load than what a short command does.
 */
export function openOutput(fd: 1 | 2, onLost: OnLost): Output {
  return mayBeTerminal(fd) ? openStream(fd, (error) => onLost(error, false)) : openAtOnce(fd, onLost);
}

/** The same whatever it is. Where somebody made a pipe non-blocking and it is full, Node's stream waits. */
export function openAtOnce(fd: 1 | 2, onLost: OnLost): Output {
  let tookSome = false;
  let lost: NodeJS.ErrnoException | null = null;
  let stream: NodeJS.WriteStream | null = null;
  const wait = (bytes: Uint8Array, done?: (error?: Error | null) => void) => {
    stream = openStream(fd, (error) => onLost(error, tookSome));
    stream.write(bytes.subarray(0, firstPieceBytes), (error) => {
      tookSome ||= !error;
    });
    stream.write(bytes.subarray(firstPieceBytes), done);
  };
  return {
    fd,
    write(data, done) {
      const bytes = typeof data === "string" ? Buffer.from(data) : data;
      if (lost) return done?.(lost);
      if (stream) return stream.write(bytes, done);
      let at = 0;
      try {
        if (fd === 1 && bytes.length > 0 && findOutputEnd() === "closed") throw closedOutput();
        while (at < bytes.length) {
          const written = writeSync(fd, bytes, at);
          if (written === 0) throw systemError("EIO", "");
          at += written;
          tookSome = true;
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN") return wait(bytes.subarray(at), done);
        lost = error as NodeJS.ErrnoException; // as node:fs throws, and nothing else
        onLost(lost, tookSome);
      }
      return done?.(lost);
    },
  };
}

function openStream(fd: 1 | 2, onError: (error: NodeJS.ErrnoException) => void): NodeJS.WriteStream {
  return (fd === 1 ? process.stdout : process.stderr).on("error", onError);
}

/** The null device and its like. */
const memoryDevices = 1;

/** Where it can't be known, Node finds out. */
function mayBeTerminal(fd: number): boolean {
  const stats = statOf(fd);
  return stats === null || (stats.isCharacterDevice() && stats.rdev >> 8 !== memoryDevices);
}

function statOf(fd: number): Stats | null {
  try {
    return fstatSync(fd);
  } catch {
    return null;
  }
}
