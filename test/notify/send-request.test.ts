import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createRequestSender } from "../../src/notify/send-request.ts";
import { systemClock } from "../../src/platform/clock.ts";

/** A server that says these bytes to whoever asks, and then does as told. */
async function startRawServer(text: string, then: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.write(text, () => then(socket)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function send(url: string) {
  const request = { method: "POST", url, headers: {}, body: "{}" } as const;
  return createRequestSender(systemClock)(request, new AbortController().signal);
}

const reset = (socket: Socket) => void setTimeout(() => socket.resetAndDestroy(), 50);

it.each([
  ["switches protocols without naming one", "HTTP/1.1 101 Switching\r\n\r\n", () => undefined],
  ["closes without an answer", "", (socket: Socket) => void socket.end()],
  [
    "breaks off in the middle of a length",
    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
    (socket: Socket) => void socket.end(),
  ],
  ["is reset before the end that nobody told", "HTTP/1.1 200 OK\r\n\r\nok", reset],
])("takes an answer that %s for none, and ends", async (_, text, then) => {
  const answer = await send(await startRawServer(text, then));
  expect(answer).toMatchObject({ ok: false });
});

it("names what went wrong in words without a stack or an error code", async () => {
  const answer = await send("http://127.0.0.1:1/");
  expect(answer).toEqual({ ok: false, reason: "it refuses the connection" });
});

it("reads an answer to its end", async () => {
  const answer = await send(await startRawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", () => undefined));
  expect(answer).toEqual({ ok: true, status: 200, retryAfter: null, body: "ok" });
});
