import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, host = "127.0.0.1"): Promise<string> {
  const server = createServer({ maxHeaderSize: 65_536 }, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo; // A TCP server's address is an AddressInfo.
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function ask(uri: string, family: "ipv4" | "ipv6" = "ipv4") {
  const source = createSources({ clock: systemClock, network: systemNetwork })(uri);
  return source.ask({ family, interfaceName: null, published: null, signal: AbortSignal.timeout(60_000) });
}

const address = { kind: "address", address: "185.0.2.1" };

describe("an https source", () => {
  it("follows a few redirects on the same scheme, to another host too", async () => {
    const target = await serve((_request, response) => response.end("185.0.2.1"));
    const start = await serve((request, response) => {
      const location = request.url === "/" ? "/next" : target;
      response.writeHead(302, { location }).end("ignored 185.6.6.6");
    });
    expect(await ask(start)).toEqual(address);
  });

  it("follows no redirect to another scheme, off this machine without TLS, or without end", async () => {
    const redirect = (location: string) => serve((_request, response) => response.writeHead(301, { location }).end());
    expect(await ask(await redirect("https://127.0.0.1/"))).toMatchObject({
      reason: "a redirect from http: to https: is not followed",
    });
    expect(await ask(await redirect("file:///etc/passwd"))).toMatchObject({
      reason: "a redirect from http: to file: is not followed",
    });
    expect(await ask(await redirect("http://192.0.2.1/"))).toMatchObject({
      reason: "a redirect over plain http: to another machine is not followed",
    });
    expect(await ask(await redirect("/again"))).toMatchObject({ reason: "more than 3 redirects" });
  });

  it("is asked over the family of the question only", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.socket.remoteAddress);
      response.end("185.0.2.1 2a02::1");
    }, "::1");
    const named = url.replace("[::1]", "localhost");
    expect(await ask(named, "ipv6")).toEqual({ kind: "address", address: "2a02::1" });
    expect(await ask(named, "ipv4")).toMatchObject({ kind: "none", reason: "localhost refuses the connection" });
    expect(seen).toEqual(["::1"]);
  });

  it("names the program and asks for plain text", async () => {
    const url = await serve((request, response) => {
      const { accept, "user-agent": agent, "accept-encoding": coding } = request.headers;
      response.statusCode =
        /^text\/plain/.test(accept ?? "") && /^gigahost-ddns\//.test(agent ?? "") && coding === "identity" ? 200 : 400;
      response.end("185.0.2.1");
    });
    expect(await ask(url)).toEqual(address);
  });

  it.each([
    ["a failure", (response) => response.writeHead(503).end("185.6.6.6"), "answered with HTTP 503"],
    ["nothing new", (response) => response.writeHead(304).end(), "answered with HTTP 304"],
    [
      "a redirect to nowhere",
      (response) => response.writeHead(302, { location: "http://[" }).end(),
      "answered with HTTP 302",
    ],
    [
      "a broken compression",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("185.0.2.1").subarray(0, 20)),
      "the answer of 127.0.0.1 has broken compression",
    ],
    [
      "a compressed flood",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(65_537))),
      "an answer larger than 64 KiB",
    ],
    [
      "another protocol",
      (response) => response.writeHead(101, { connection: "upgrade", upgrade: "x" }).end(),
      "127.0.0.1 answers with HTTP 101, which was not requested",
    ],
    [
      "half an answer of unknown length",
      (response) => {
        response.removeHeader("transfer-encoding");
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200, { connection: "close" }).write("185.0.2.1", () => {
          setTimeout(() => response.socket?.resetAndDestroy(), 100);
        });
      },
      "127.0.0.1 dropped the connection",
    ],
    [
      "an announced flood",
      (response) => response.writeHead(200, { "content-length": 65_537 }).write("1"),
      "an answer larger than 64 KiB",
    ],
    [
      "long headers",
      (response) => response.writeHead(200, { x: "y".repeat(20_000) }).end("185.6.6.6"),
      "127.0.0.1 sends headers that are too long",
    ],
    [
      "half an answer",
      (response) => response.writeHead(200, { "content-length": 9 }).write("185", () => response.destroy()),
      "127.0.0.1 dropped the connection",
    ],
  ] satisfies [string, (response: Parameters<RequestListener>[1]) => unknown, string][])(
    "has no answer for %s",
    async (_title, respond, reason) => {
      expect(await ask(await serve((_request, response) => void respond(response)))).toEqual({ kind: "none", reason });
    },
  );

  it("unpacks what is compressed though nobody asked for that", async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("185.0.2.1")),
    );
    expect(await ask(url)).toEqual(address);
  });

  it.each(["https://localhost:1/", "http://localhost:1/", "stun://localhost:1", "dns://localhost:1/x.example"])(
    "says so where its own address is gone before %s is asked",
    async (uri) => {
      const flags = { temporary: false, deprecated: false, tentative: false };
      const gone = { address: "185.0.2.77", interfaceName: "lo", family: "ipv4" } as const;
      const network = {
        ...systemNetwork,
        addresses: async () => [{ ...gone, ...flags, permanent: true, flagsKnown: true, running: true }],
        leaving: async () => ({ kind: "found", interfaceName: "lo" }) as const,
      };
      const source = createSources({ clock: systemClock, network })(uri);
      const question = { family: "ipv4", interfaceName: "lo", published: null } as const;
      expect(await source.ask({ ...question, signal: AbortSignal.timeout(60_000) })).toMatchObject({ kind: "none" });
    },
  );

  it("says that a port without a server refuses, and that a server without HTTP is none", async () => {
    expect(await ask("http://127.0.0.1:1/")).toEqual({ kind: "none", reason: "127.0.0.1 refuses the connection" });
    const url = await serve((request) => request.socket.end("SSH-2.0-OpenSSH\r\n"));
    expect(await ask(url)).toMatchObject({ kind: "none", reason: "the answer of 127.0.0.1 is not HTTP" });
    expect(await ask(url.replace("http:", "https:"))).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("doesn't speak TLS"),
    });
  });
});
