import { describe, expect, it, onTestFinished } from "vitest";
import { openEventCallback } from "../../../src/watch/router/event-callback.ts";
import { serve } from "../../cluster/external-dns/serve.ts";
import { startGateway } from "../../gateway/start-gateway.ts";
import { startTestServer } from "../../status/start-test-server.ts";
import { sendBytes } from "./send-bytes.ts";

/** Every server of ours that listens, by who it is for. */
const servers: readonly (readonly [who: string, start: () => Promise<number>])[] = [
  ["the page and its API", async () => (await startTestServer()).port],
  ["the gateway", async () => (await startGateway()).port],
  ["external-dns", async () => (await serve()).server.listen.port],
  ["a pod's probes", async () => (await serve()).server.health?.port ?? 0],
  [
    "a router's events",
    async () => {
      const loopback = "127.0.0.1";
      const callback = await openEventCallback({ localAddress: loopback, router: loopback, onEvent: () => {} });
      onTestFinished(() => callback.close());
      return Number(callback.url.port);
    },
  ],
];

const head = "GET /healthz HTTP/1.1\r\n";

describe.each(servers)("the server for %s", (_who, start) => {
  it.each([
    ["two Hosts", `${head}Host: localhost\r\nHost: evil.example\r\n\r\n`, 400],
    ["the same Host twice", `${head}Host: localhost\r\nhost: localhost\r\n\r\n`, 400],
    ["no Host", `${head}\r\n`, 400],
    ["another protocol", "SSH-2.0-OpenSSH_9.9\r\n", 400],
    ["a space before a header's colon", `${head}Host : localhost\r\n\r\n`, 400],
    ["a folded header", `${head}Host: localhost\r\nX: a\r\n b\r\n\r\n`, 400],
    [
      "a length and chunks",
      "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["two lengths", "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400],
    ["huge headers", `${head}Host: localhost\r\nX: ${"x".repeat(40_000)}\r\n\r\n`, 431],
  ])("refuses %s, and closes the connection", async (_what, bytes, status) => {
    const answer = await sendBytes(await start(), bytes);
    expect(answer.slice(0, 13)).toBe(`HTTP/1.1 ${status} `);
    expect(answer).toContain("Connection: close\r\n");
    expect(answer).toMatch(/\r\nContent-Length: \d+\r\n/);
    expect(answer).not.toMatch(/evil|stack|Error:|chunked/);
  });
});
