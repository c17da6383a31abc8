import { createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type RequestToDaemon, sendRequest } from "../../../src/cli/account/send-request.ts";

/** A server that answers with exactly these bytes, in these pieces. */
async function startServer(answer: (socket: Socket) => void) {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.setEncoding("utf8").once("data", (text: string) => {
      received.push(text);
      answer(socket);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, received }; // listening on TCP
}

const request = (port: number, more: Partial<RequestToDaemon> = {}): RequestToDaemon => ({
  ...{ host: "127.0.0.1", port, method: "GET", path: "/healthz", token: null, maxIdleMs: 500 },
  signal: new AbortController().signal,
  ...more,
});

async function read(answered: Awaited<ReturnType<typeof sendRequest>>) {
  if (!answered.ok) return answered.reason;
  const { response } = answered;
  let text = "";
  for await (const chunk of response.body) text += chunk;
  return { status: response.status, isDaemon: response.isDaemon, text };
}

describe("a request to the daemon", () => {
  test("is HTTP/1.0 with what it needs and nothing else", async () => {
    const { port, received } = await startServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
    await read(await sendRequest(request(port)));
    await read(await sendRequest(request(port, { method: "POST", path: "/api/retry", token: "t", body: '{"a":"ø"}' })));
    expect(received).toEqual([
      `GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
      `POST /api/retry HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a":"ø"}`,
    ]);
  });

  test("brings the answer together from any pieces", async () => {
    const bytes = Buffer.from("HTTP/1.1 503 Service Unavailable\r\nServer: gigahost-ddns\r\n\r\nblåbær\r\n\r\n");
    const { port } = await startServer(async (socket) => {
      for (const byte of bytes) {
        socket.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.end();
    });
    expect(await read(await sendRequest(request(port)))).toEqual({
      status: 503,
      isDaemon: true,
      text: "blåbær\r\n\r\n",
    });
  });

  test("tells a daemon from others by its name", async () => {
    const { port } = await startServer((socket) => socket.end("HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n{}"));
    expect(await read(await sendRequest(request(port)))).toEqual({ status: 200, isDaemon: false, text: "{}" });
  });

  test.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n"],
    ["nothing", ""],
    ["half a head", "HTTP/1.1 200 OK\r\nServ"],
    ["a head without end", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}`],
  ])("answered by %s is not HTTP", async (_, bytes) => {
    const { port } = await startServer((socket) => socket.end(bytes));
    expect(await read(await sendRequest(request(port)))).toBe("not HTTP");
  });

  test("ends in one word when it is refused, unanswered, reset or given up", async () => {
    const silent = await startServer(() => {});
    expect(await read(await sendRequest(request(silent.port, { maxIdleMs: 100 })))).toBe("time-out");
    expect(await read(await sendRequest(request(silent.port, { signal: AbortSignal.timeout(100) })))).toBe("ABORT_ERR");
    const resetting = await startServer((socket) => void socket.resetAndDestroy());
    expect(await read(await sendRequest(request(resetting.port)))).toBe("ECONNRESET");
    expect(await read(await sendRequest(request(1)))).toBe("ECONNREFUSED");
  });
});
