import type { IncomingMessage } from "node:http";
import { MalformedRequest } from "./endpoint.ts";

/** As external-dns itself has it (`--webhook-provider-max-body-size`). */
const maxBytes = 32 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The body of a request as JSON. Rejects with BodyTooLarge or MalformedRequest. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length; // no encoding is set
    // The rest is read and dropped: a client that still writes would not see an answer.
    if (bytes <= maxBytes)
      chunks.push(chunk as Buffer); // as above
    else chunks.length = 0;
  }
  if (bytes > maxBytes) throw new BodyTooLarge(`the body is larger than ${maxBytes} bytes`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new MalformedRequest("the body is not JSON");
  }
}
