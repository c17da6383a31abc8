import type { ClientRequest, IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";

/** `get` of node:http or node:https: a quarter of undici's memory, and the family and the own address are the socket's. */
type Get = typeof import("node:http").get | typeof import("node:https").get;

export interface GetOptions extends RequestOptions {
  /** Ends the request, and the answer too while it is being read. */
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  /** Called as soon as the other side may have got the request. */
  readonly onSent?: () => void;
}

/**
 * Sends one GET and resolves with the beginning of its answer; rejects wherever none comes. An answer that is broken off
 * later fails while it is read, also one whose length nobody told: Node's parser takes a reset for its end.
 */
export function sendGet(get: Get, url: URL, { onSent, headers, ...options }: GetOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = get(url, {
      ...options,
      headers: { ...headers, "accept-encoding": "identity", "user-agent": userAgent },
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
  });
}

const userAgent = `gigahost-ddns/${__VERSION__} (+${__HOMEPAGE__})`;

function noteSent(request: ClientRequest, onSent: () => void): void {
  request.on("socket", (socket) => {
    if (request.reusedSocket || !socket.connecting) onSent();
    else socket.once("encrypted" in socket ? "secureConnect" : "connect", onSent);
  });
}
