import { request } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../../src/platform/error-code.ts";
import { readBody } from "../../../src/platform/http/read-body.ts";
import { sendRequest } from "../../../src/platform/http/send-request.ts";
import { type Ending, say as sayAt } from "./say.ts";

const say = async (answer: string | Buffer, ending: Ending) => new URL(await sayAt(answer, ending));

async function ask(url: URL, maxBytes = 1_000, signal = new AbortController().signal) {
  const response = await sendRequest(request, url, { agent: false, signal, headers: {} });
  return { status: response.statusCode, ...(await readBody(response, maxBytes)) };
}

const whole = { status: 200, text: "185.125.168.99", cut: false };
const failure = (url: URL) => ask(url).then(JSON.stringify, codeOf);

it("tells nobody that a request is sent where no connection is made, not even one that fails at once", async () => {
  let sent = 0;
  const options = { agent: false, signal: new AbortController().signal, headers: {}, onSent: () => sent++ } as const;
  // No TCP connection can be made to a broadcast address: the system refuses without asking anybody.
  await expect(sendRequest(request, new URL("http://255.255.255.255:9/"), options)).rejects.toThrow();
  expect(sent).toBe(0);
  await sendRequest(request, await say("HTTP/1.1 200 OK\r\n\r\n", "ends"), options);
  expect(sent).toBe(1);
});

describe("an answer", () => {
  it.each<[string, string, Ending]>([
    ["whose length was told", "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n185.125.168.99", "stalls"],
    ["whose length was told and reached", "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n185.125.168.99", "is reset"],
    ["that lasts until the connection ends", "HTTP/1.1 200 OK\r\n\r\n185.125.168.99", "ends"],
    ["of HTTP/1.0", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n185.125.168.99", "ends"],
    [
      "in chunks",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n185.125\r\n7\r\n.168.99\r\n0\r\n\r\n",
      "stalls",
    ],
    ["after others that announce it", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n185.125.168.99", "ends"],
  ])("%s counts", async (_, answer, ending) => {
    expect(await ask(await say(answer, ending))).toEqual(whole);
  });

  it.each<[string, string, Ending]>([
    ["without a length", "HTTP/1.1 200 OK\r\n\r\n185.125.168.9", "is reset"],
    ["with a length", "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n185.125.168.9", "ends"],
    ["with a length", "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n185.125.168.9", "is reset"],
    ["in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n185.125.168.9", "ends"],
    ["after a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n185.125.168.9\r\n", "ends"],
    ["after a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n185.125.168.9\r\n", "is reset"],
    ["in its headers", "HTTP/1.1 200 OK\r\nContent-Le", "ends"],
    ["before it begins", "", "ends"],
  ])("that breaks off %s is none: %j %s", async (_, answer, ending) => {
    expect(await failure(await say(answer, ending))).toMatch(/^(ECONNRESET|HPE_)/);
  });

  it.each([
    "HTTP/1.1 200 OK\r\n\r\n185.125.168.9",
    "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n185.125.168.9",
    "HTTP/1.1 200 OK\r\nContent-Le",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "",
  ])("that stalls after %j ends with the signal", async (answer) => {
    const stop = new AbortController();
    const asked = ask(await say(answer, "stalls"), 1_000, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(asked).rejects.toThrow();
  });

  it.each([
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 14\r\n\r\n185.125.168.99",
  ])("that changes the protocol is none: %j", async (answer) => {
    for (const ending of ["stalls", "ends", "is reset"] as const)
      expect(await failure(await say(answer, ending))).toBe("HTTP_101");
  });

  it("without an end to its headers is none", async () => {
    const headers = "x: y\r\n".repeat(10_000);
    expect(await failure(await say(`HTTP/1.1 200 OK\r\n${headers}`, "stalls"))).toBe("HPE_HEADER_OVERFLOW");
  });

  it("is read up to a size, whether it was announced or not", async () => {
    for (const head of ["Content-Length: 1001\r\n", ""]) {
      const url = await say(`HTTP/1.1 200 OK\r\n${head}\r\n${"x".repeat(1_001)}`, "stalls");
      expect(await ask(url)).toEqual({ status: 200, text: "", cut: true });
    }
  });
});

describe("a compressed answer that nobody asked for", () => {
  const text = "185.125.168.99";
  const send = (coding: string, body: Buffer | string) =>
    say(
      Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n\r\n`), Buffer.from(body)]),
      "ends",
    );

  it("is unpacked, also twice", async () => {
    const packed: [string, Buffer][] = [
      ["gzip", gzipSync(text)],
      ["X-GZIP", gzipSync(text)],
      ["deflate", deflateSync(text)],
      ["deflate", deflateRawSync(text)],
      ["br", brotliCompressSync(text)],
      ["identity, gzip", gzipSync(text)],
      ["gzip, br", brotliCompressSync(gzipSync(text))],
    ];
    for (const [coding, body] of packed) expect(await ask(await send(coding, body)), coding).toEqual(whole);
  });

  it.each(["identity", "", "none", "UTF-8", "gzip", "deflate", "br", "br, gzip", "chunked"])(
    "is plain text after all, whatever it calls itself: %j",
    async (coding) => {
      expect(await ask(await send(coding, text))).toEqual(whole);
    },
  );

  it("is none where it is broken", async () => {
    for (const [coding, body] of [
      ["gzip", gzipSync(text).subarray(0, -3)],
      ["deflate", deflateSync(text).subarray(0, -3)],
    ] as const) {
      expect(await failure(await send(coding, body)), coding).toBe("BROKEN_CODING");
    }
  });

  it("is not unpacked beyond what may be read", async () => {
    const bomb = Buffer.alloc(20_000_000);
    for (const [coding, body] of [
      ["gzip", gzipSync(bomb)],
      ["gzip, gzip", gzipSync(gzipSync(bomb))],
      ["br", brotliCompressSync(bomb)],
      ["deflate", deflateSync(bomb)],
    ] as const) {
      expect(await ask(await send(coding, body), 60_000), coding).toEqual({ status: 200, text: "", cut: true });
    }
  });
});
