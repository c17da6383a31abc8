import type { Dispatcher } from "undici";
import type { ApiResponse, Cancellation } from "../exchange.ts";
import { decodeContent } from "./decode-content.ts";

/** An answer that is longer than anybody would want it. */
export class TooLong extends Error {}

/**
 * Sends a request and collects its whole answer as text; straight from the connection, which is faster than a stream.
 * Rejects with what the connection reports, with a TooLong, or with the reason of the signal.
 */
export function collectAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  { signal, maxBytes }: { readonly signal: Cancellation | undefined; readonly maxBytes: number },
): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | null = null;
    let answer: Pick<ApiResponse, "status" | "headers"> = { status: 0, headers: {} };
    let bytes = 0;
    const chunks: Buffer[] = [];
    const cancel = () => connection?.abort(asError(signal?.reason));
    const end = () => signal?.removeEventListener("abort", cancel);
    signal?.addEventListener("abort", cancel);
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        connection = controller;
        if (signal?.aborted) cancel();
      },
      onResponseStart(_, status, headers) {
        // 1xx come before the answer itself.
        if (status >= 200) answer = { status, headers };
      },
      onResponseData(controller, chunk) {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > maxBytes) controller.abort(new TooLong());
      },
      onResponseEnd() {
        end();
        readText(chunks, answer.headers, maxBytes).then((body) => resolve({ ...answer, body }), reject);
      },
      onResponseError(_, error) {
        end();
        reject(error);
      },
    });
  });
}

async function readText(chunks: readonly Buffer[], headers: ApiResponse["headers"], maxBytes: number): Promise<string> {
  const [first] = chunks;
  const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
  if (headers["content-encoding"] === undefined) return body.toString("utf8");
  const decoded = await decodeContent(body, headers, maxBytes);
  if (decoded === null) throw new TooLong();
  return decoded.toString("utf8");
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
