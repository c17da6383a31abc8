import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { limitHere } from "../slowness.ts";
import {
  createFakeView,
  openRaw,
  sampleReport,
  sampleStatus,
  send,
  sleep,
  startTestServer,
} from "./start-test-server.ts";

const isJsonError = (text: string) => /"error":"[^"]+"\}\n$/.test(text);

describe("what is not an HTTP request", () => {
  test.each([
    ["noise", "\u0000\u0001\u0002 garbage\r\n\r\n", 400],
    ["a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400],
    ["another protocol", "SSH-2.0-OpenSSH_9.9\r\n", 400],
    ["no name", "GET / HTTP/1.1\r\n\r\n", 400],
    [
      "two lengths",
      "POST /api/update HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
    ],
    [
      "a length and chunks",
      "POST /api/update HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["a bad header", "GET / HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n", 400],
    ["huge headers", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(10_000)}\r\n\r\n`, 431],
    ["a huge path", `GET /${"x".repeat(10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
  ])("(%s) is refused, in JSON where somebody listens, and the connection is closed", async (_, bytes, status) => {
    const { port, defects } = await startTestServer();
    const raw = await openRaw(port);
    raw.write(bytes, "latin1");
    await raw.ended;
    expect(raw.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await send(port, "GET /healthz")).status).toBe(200);
    expect(defects).toEqual([]);
  });

  test("carries the same safety headers and an error in plain words", async () => {
    const { port } = await startTestServer();
    const raw = await openRaw(port);
    raw.write("garbage\r\n\r\n");
    await raw.ended;
    expect(raw.received()).toContain("X-Content-Type-Options: nosniff");
    expect(isJsonError(raw.received())).toBe(true);
  });

  test.each([
    [
      "an absolute address",
      "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      403,
    ],
    ["a tunnel", "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", null],
    [
      "an upgrade",
      "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
      404,
    ],
  ])("leads nowhere as %s either", async (_, bytes, status) => {
    const { port } = await startTestServer();
    const raw = await openRaw(port);
    raw.write(bytes);
    if (status === null) return raw.ended;
    await expect.poll(() => raw.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("may vanish in the middle of anything", async () => {
    const { port, token, defects } = await startTestServer();
    const head = `POST /api/update HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n{`;
    for (const text of ["", "G", "GET / HTTP/1.1\r\nHo", head]) {
      const raw = await openRaw(port);
      raw.write(text);
      await sleep(20);
      raw.resetAndDestroy();
    }
    await sleep(50);
    expect((await send(port, "GET /healthz")).status).toBe(200);
    expect(defects).toEqual([]);
  });
});

describe("a slow client", () => {
  test("has five seconds for its headers, and ten for its request", async () => {
    const { port, token } = await startTestServer();
    const silent = await openRaw(port);
    const dripping = await openRaw(port);
    dripping.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
    const drip = setInterval(() => dripping.write("X: y\r\n"), 500);
    onTestFinished(() => clearInterval(drip));
    dripping.on("error", () => {});
    const body = await openRaw(port);
    body.write(
      `POST /api/update HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: 10\r\n\r\n{`,
    );
    await Promise.all([silent.ended, dripping.ended]);
    await body.ended;
    expect(body.received()).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("that never reads its answer is closed", async () => {
    const long = { ...sampleStatus, health: "degraded", problems: ["x".repeat(20_000_000)] } as const;
    const { port } = await startTestServer({}, { maxSilenceMs: 300 }, createFakeView(long));
    const stuck = await openRaw(port);
    stuck.pause();
    stuck.write("GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
    // Node counts the first silence as progress, and closes after the second.
    await sleep(await limitHere(3_000));
    stuck.resume();
    await stuck.ended;
    expect(stuck.received().length).toBeLessThan(20_000_000);
  });

  test("that waits for a long round is not closed, and delays nobody", async () => {
    const fake = createFakeView();
    let finish = () => {};
    const round = new Promise<void>((resolve) => {
      finish = resolve;
    });
    fake.view.update = () => round.then(() => sampleReport);
    const { port, token } = await startTestServer({}, { maxSilenceMs: 200 }, fake);
    const waiting = send(port, "POST /api/update", { headers: { authorization: `Bearer ${token}` } });
    await sleep(1_000);
    expect((await send(port, "GET /healthz")).status).toBe(200);
    finish();
    expect((await waiting).json()).toEqual(sampleReport);
  });

  test("is one of at most sixteen that wait for a round", async () => {
    const fake = createFakeView();
    let rounds = 0;
    fake.view.update = () => {
      rounds += 1;
      return new Promise(() => {});
    };
    const { port, token } = await startTestServer({}, {}, fake);
    const headers = { authorization: `Bearer ${token}` };
    const waiting = Array.from({ length: 16 }, () => send(port, "POST /api/update", { headers }).catch(() => null));
    await expect.poll(() => rounds).toBe(16);
    expect((await send(port, "POST /api/update", { headers })).status).toBe(503);
    void Promise.all(waiting);
  });
});

describe("hundreds of stuck connections", () => {
  test.each([200, 600])("(%i) change nothing for those that speak", async (count) => {
    const { port, fake, token } = await startTestServer();
    let closed = 0;
    for (let i = 0; i < count; i++) {
      const raw = await openRaw(port);
      raw.on("error", () => {});
      void raw.ended.then(() => closed++);
      if (i % 2 === 0) raw.write("GET / HTTP/1.1\r\nHost: local");
    }
    for (let i = 0; i < 20; i++) expect((await send(port, "GET /api/status")).status).toBe(200);
    expect((await send(port, "POST /api/update", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(fake.calls).toHaveLength(1);
    // Those that have said nothing for longest make room: there are never more than 256.
    await expect.poll(() => closed >= count - 256).toBe(true);
    expect(closed).toBeLessThan(Math.max(1, count - 200));
  });

  test.each([
    ["send headers and never a body", "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"],
    ["never end a chunk", "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
  ])("that %s lock nobody out", async (_, bytes) => {
    const { port, defects } = await startTestServer();
    let closed = 0;
    for (let i = 0; i < 300; i++) {
      const raw = await openRaw(port);
      raw.on("error", () => {});
      void raw.ended.then(() => closed++);
      raw.write(bytes);
    }
    await expect.poll(() => closed).toBeGreaterThanOrEqual(44);
    await sleep(500);
    for (let i = 0; i < 10; i++) expect((await send(port, "GET /healthz")).status).toBe(200);
    expect(defects).toEqual([]);
  });

  test("do not keep the server from ending within a second", async () => {
    const { port, server } = await startTestServer();
    for (let i = 0; i < 200; i++) {
      const raw = await openRaw(port);
      raw.on("error", () => {});
      raw.write(i % 2 === 0 ? "GET / HT" : "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    const began = performance.now();
    await server.close();
    const tookMs = performance.now() - began;
    expect(tookMs).toBeLessThan(await limitHere(1_000));
  });
});

describe("requests without waiting for the answers", () => {
  const request = "GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n";

  test("are answered in their order up to a bound", async () => {
    const { port } = await startTestServer();
    const raw = await openRaw(port);
    raw.write(request.repeat(20));
    await expect.poll(() => raw.received().split("HTTP/1.1 200 OK").length - 1).toBe(20);
  });

  test("close the connection beyond it, and cost nobody anything", async () => {
    const fake = createFakeView();
    const rounds: unknown[] = [];
    fake.view.update = (options) => {
      rounds.push(options);
      return new Promise(() => {});
    };
    const { port, token, defects } = await startTestServer({}, {}, fake);
    const raw = await openRaw(port);
    raw.on("error", () => {});
    raw.write(`POST /api/update HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`.repeat(40));
    await expect.poll(() => rounds.length).toBeGreaterThan(0);
    await raw.ended;
    expect(rounds.length).toBeLessThanOrEqual(16);
    expect((await send(port, "GET /healthz")).status).toBe(200);
    expect(defects).toEqual([]);
  });
});

describe("a request with an absolute target", () => {
  const ask = async (port: number, head: string) => {
    const raw = await openRaw(port);
    raw.write(`${head}\r\nConnection: close\r\n\r\n`);
    await raw.ended;
    return raw.received();
  };

  test.each([
    ["GET http://127.0.0.1:8245/healthz HTTP/1.1\r\nHost: localhost", 200],
    ["GET http://localhost/healthz?x=1 HTTP/1.1\r\nHost: evil.example", 200],
    ["GET HTTP://LOCALHOST HTTP/1.1\r\nHost: localhost", 200],
    ["GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost", 403],
    ["GET http://user@localhost/healthz HTTP/1.1\r\nHost: localhost", 403],
    ["GET http:///healthz HTTP/1.1\r\nHost: localhost", 403],
    ["GET http://localhost/nothing HTTP/1.1\r\nHost: localhost", 404],
  ])("(%s) goes by the host in it", async (head, status) => {
    const { port } = await startTestServer();
    expect(await ask(port, head)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test.each([
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: y\r\nhost: evil.example",
    "GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nHOST: localhost",
  ])("or not is no request with two hosts (%j)", async (head) => {
    const { port } = await startTestServer();
    expect(await ask(port, head)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("a request of HTTP/1.0", () => {
  const ask = async (head: string) => {
    const { port } = await startTestServer();
    const raw = await openRaw(port);
    raw.write(`${head}\r\n\r\n`);
    await raw.ended;
    return raw.received();
  };

  test.each([
    ["GET /healthz HTTP/1.0", 200],
    ["GET /api/status HTTP/1.0", 200],
    ["GET /healthz HTTP/1.0\r\nHost: localhost", 200],
    ["POST /api/update HTTP/1.0", 401],
    ["GET /healthz HTTP/1.0\r\nHost: evil.example", 403],
    ["GET /healthz HTTP/1.0\r\nHost:", 403],
    ["GET /healthz HTTP/1.0\r\nOrigin: http://evil.example", 403],
    ["GET /healthz HTTP/1.1", 400],
  ])("(%j) needs no host, and a foreign one is refused all the same", async (head, status) => {
    expect(await ask(head)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

describe("a port that is taken", () => {
  test("is told, tried again, and used when it is free", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const port = (other.address() as { port: number }).port; // listening on TCP
    const told: (readonly string[])[] = [];
    const { server } = await startTestServer({ port }, { retryMs: 50, onProblems: (problems) => told.push(problems) });
    expect(server.address()).toBeNull();
    expect(server.problems()).toEqual([
      `The HTTP server can't listen on 127.0.0.1:${port}: another program uses that port; choose another in http.listen, or stop it. Retrying.`,
    ]);
    await sleep(200);
    expect(told).toHaveLength(1);
    await new Promise((resolve) => other.close(resolve));
    await expect.poll(() => server.address()?.port).toBe(port);
    expect(server.problems()).toEqual([]);
    expect(told.at(-1)).toEqual([]);
    expect((await send(port, "GET /healthz")).status).toBe(200);
  });

  test("is not tried any more once the server has been closed", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const port = (other.address() as { port: number }).port; // listening on TCP
    const { server } = await startTestServer({ port }, { retryMs: 50 });
    await server.close();
    await new Promise((resolve) => other.close(resolve));
    await sleep(150);
    expect(server.address()).toBeNull();
    await expect(send(port, "GET /healthz")).rejects.toThrow("ECONNREFUSED");
  });

  test("on an address that this machine doesn't have is told likewise", async () => {
    const { server } = await startTestServer({ host: "192.0.2.1", port: 1 });
    expect(server.problems()).toEqual([expect.stringContaining("this machine has no such address")]);
  });
});
