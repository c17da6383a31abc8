import { PassThrough, type Readable, type Transform } from "node:stream";
import type { Dispatcher } from "undici";
import type { ApiRequest, ApiResponse } from "../exchange.ts";
import { toAbortSignal } from "../throw-if-aborted.ts";
import { BrokenCoding, chooseDecoder, decodeContent } from "./decode-content.ts";
import { loadStreamingRequest } from "./load-undici.ts";

interface StreamOptions {
  readonly request: ApiRequest;
  /** Of a refusal. */
  readonly maxBytes: number;
  /** What an error of the connection means. */
  readonly explain: (error: unknown) => unknown;
}

/** The answer as a stream; a refusal as text. */
export async function streamAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
  { request, maxBytes, explain }: StreamOptions,
): Promise<ApiResponse> {
  const send = await loadStreamingRequest();
  const signal = toAbortSignal(request.signal);
  const { statusCode: status, headers, body } = await send.call(dispatcher, { ...options, ...(signal && { signal }) });
  if (status < 300) {
    const decoder = await chooseDecoder(headers, request.pathAndQuery);
    return { status, headers, body: explained(body, decoder, explain) };
  }
  const refusal = Buffer.from(await body.arrayBuffer());
  const decoded = await decodeContent(refusal, headers, maxBytes);
  return { status, headers, body: (decoded ?? refusal).toString("utf8") };
}

/** The same stream, whose errors are those of the call. Whoever destroys it ends the connection. */
function explained(body: Readable, decoder: Transform | null, explain: (error: unknown) => unknown): Readable {
  const flow = new PassThrough();
  const fail = (error: unknown) => {
    const explanation = explain(error);
    flow.destroy(explanation instanceof Error ? explanation : new Error(String(explanation)));
  };
  body.on("error", fail);
  decoder?.on("error", () => fail(new BrokenCoding()));
  flow.on("close", () => {
    body.destroy();
    decoder?.destroy();
  });
  if (decoder) body.pipe(decoder).pipe(flow);
  else body.pipe(flow);
  return flow;
}
