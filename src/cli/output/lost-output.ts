/** EX_IOERR of sysexits.h. */
export const outputLost = 74;

const reasons: Readonly<Record<string, string>> = {
  EPIPE: "whatever read it has closed it",
  ENOSPC: "no space left on the device",
  EBADF: "it is closed",
};

/** The sentence for a standard output that takes nothing. */
export function describeLostOutput({ code, message }: NodeJS.ErrnoException): string {
  return `gigahost-ddns: the output can't be written: ${reasons[code ?? ""] ?? code ?? message}\n`;
}
