import type { IncomingMessage } from "node:http";

export const bodyLimitBytes = 4096;

export type BodyAnswer =
  | { readonly text: string; readonly problem?: never }
  | { readonly text?: never; readonly problem: "too large" | "broken off" };

/** Reads a request's body, 4 KiB at most; never throws. What is over it is thrown away unread, within the server's time limits. */
export function readBody(request: IncomingMessage): Promise<BodyAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    if (Number(request.headers["content-length"] ?? 0) > bodyLimitBytes) return resolve({ problem: "too large" });
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bodyLimitBytes) {
        resolve({ problem: "too large" });
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve({ text: Buffer.concat(chunks).toString("utf8") }));
    request.on("error", () => resolve({ problem: "broken off" }));
    request.on("close", () => resolve({ problem: "broken off" }));
  });
}
