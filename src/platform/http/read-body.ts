import type { IncomingMessage } from "node:http";
import { decodeContent } from "./decode-content.ts";

export interface Body {
  readonly text: string;
  /** Whether it continues beyond what is read, or would once unpacked. */
  readonly cut: boolean;
}

/** Reads an answer to its end, or to `maxBytes`. Rejects where it breaks off. `onBytes` is told how much has come. */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  onBytes: (bytes: number) => void = () => {},
): Promise<Body> {
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) return cutOff(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    // Without an encoding set, chunks are buffers.
    bytes += chunk.length;
    onBytes(bytes);
    if (bytes > maxBytes) return cutOff(response);
    chunks.push(chunk);
  }
  const decoded = await decodeContent(Buffer.concat(chunks), response.headers["content-encoding"], maxBytes);
  return decoded === null ? { text: "", cut: true } : { text: decoded.toString("utf8"), cut: false };
}

function cutOff(response: IncomingMessage): Body {
  response.destroy();
  return { text: "", cut: true };
}
