import type { Socket } from "node:net";

/** Reads up to the first newline. Rejects when the other end closes before, sends too much, or the signal is aborted (with its reason). */
export function readLine(socket: Socket, maxBytes: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (end: () => void) => {
      socket.off("data", onData).off("close", onClose).off("error", onClose).pause();
      signal.removeEventListener("abort", onAbort);
      end();
    };
    const onData = (chunk: Buffer) => {
      const end = chunk.indexOf("\n");
      chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
      bytes += chunk.length;
      if (bytes > maxBytes) return finish(() => reject(new Error(`more than ${maxBytes} bytes were sent`)));
      if (end === -1) return;
      if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1));
      finish(() => resolve(Buffer.concat(chunks).toString()));
    };
    const onClose = () => finish(() => reject(new Error("the connection was closed without an answer")));
    const onAbort = () => finish(() => reject(signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);
    socket.on("data", onData).on("close", onClose).on("error", onClose).resume();
  });
}
