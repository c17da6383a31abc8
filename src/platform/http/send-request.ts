import type { ClientRequest, IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";

/** `request` of node:http or node:https: a quarter of undici's memory, and the family and the own address are the socket's. */
export type Requester = typeof import("node:http").request | typeof import("node:https").request;

export interface SendOptions extends RequestOptions {
  /** Ends the request, and the answer too while it is being read. */
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  /** For a POST; nothing where it is left out. */
  readonly body?: string | null;
  /** Called as soon as the other side may have got the request. */
  readonly onSent?: () => void;
}

/**
 * Sends one request, a GET unless told otherwise, and resolves with the beginning of its answer; rejects wherever none comes. An answer that is broken off
 * later fails while it is read, also one whose length nobody told: Node's parser takes a reset for its end.
 */
export function sendRequest(
  request: Requester,
  url: URL,
  { onSent, headers, body = null, ...options }: SendOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = body === null ? {} : { "content-length": `${Buffer.byteLength(body)}` };
    const sent = request(url, {
      ...options,
      headers: { ...headers, ...length, "accept-encoding": "identity", "user-agent": userAgent },
      maxHeaderSize: 16 * 1024,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: TLS is never weakened.
      rejectUnauthorized: true,
    });
    let answer: IncomingMessage | null = null;
    const refuseUpgrade = () => {
      sent.destroy();
      reject(Object.assign(new Error("an answer with HTTP 101"), { code: "HTTP_101" }));
    };
    sent.on("response", (response) => {
      if (response.statusCode === 101) return refuseUpgrade();
      answer = response;
      // With nobody listening, an error would be forgotten before the body is read.
      response.on("error", () => {});
      resolve(response);
    });
    sent.on("error", (error) => (answer === null ? reject(error) : answer.destroy(error)));
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      refuseUpgrade();
    });
    // Whatever else may end a request: a promise that never settles must not be possible.
    sent.on("close", () => reject(Object.assign(new Error("closed without an answer"), { code: "ECONNRESET" })));
    if (onSent) noteSent(sent, onSent);
    sent.end(body ?? undefined);
  });
}

const userAgent = `gigahost-ddns/${__VERSION__} (+${__HOMEPAGE__})`;

function noteSent(request: ClientRequest, onSent: () => void): void {
  request.on("socket", (socket) => {
    // A connection that failed at once is not connecting either.
    if (request.reusedSocket || !socket.pending) onSent();
    else socket.once("encrypted" in socket ? "secureConnect" : "connect", onSent);
  });
}
