import { text } from "node:stream/consumers";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createPlainDispatcher } from "../../../../src/cli/account/api-connection.ts";
import { GigahostError } from "../../../../src/index.ts";
import { type Ending, say as sayAt } from "../../../platform/http/say.ts";
import { clientOf, failureOf } from "../../loopback.ts";

const say = async (answer: string | Buffer, ending: Ending) => ({ baseUrl: `${await sayAt(answer, ending)}api/v0` });

const once = { retries: 0 };
/** The library's own connections, and the command line's, which are Node's. */
const connections = [
  ["undici's", () => once],
  ["Node's", () => ({ ...once, dispatcher: createPlainDispatcher() })],
] as const;
const half = { answer: "good 185.125.168.9", length: "Content-Length: 19\r\n" };
const update = { hostname: "home.example.no", myip: "185.125.168.99" };

describe.each(connections)("an answer over %s connections that breaks off", (_name, options) => {
  it.each<[string, string, Ending]>([
    ["of unknown length", `HTTP/1.1 200 OK\r\n\r\n${half.answer}`, "is reset"],
    ["of a length", `HTTP/1.1 200 OK\r\n${half.length}\r\n${half.answer}`, "ends"],
    ["of a length", `HTTP/1.1 200 OK\r\n${half.length}Connection: close\r\n\r\n${half.answer}`, "is reset"],
    ["in chunks", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n${half.answer}\r\n`, "ends"],
    ["in chunks", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n${half.answer}\r\n`, "is reset"],
    ["before it begins", "", "ends"],
  ])("%s is an error that says that it may have happened: %j %s", async (_, answer, ending) => {
    const { dns } = clientOf(await say(answer, ending), options());
    expect(await failureOf(dns.updateDyndns(update))).toMatchObject({ name: "NetworkError", mayHaveHappened: true });
  });

  it("of unknown length counts once the connection ends as it should", async () => {
    const { dns } = clientOf(await say("HTTP/1.1 200 OK\r\n\r\ngood 185.125.168.99", "ends"), options());
    expect(await dns.updateDyndns(update)).toBe("good 185.125.168.99");
  });

  it.each([
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}`,
  ])("with a change of protocol, or without an end to its headers, is an error", async (answer) => {
    const { dns } = clientOf(await say(answer, "stalls"), options());
    expect(await failureOf(dns.listZones())).toBeInstanceOf(GigahostError);
  });
});

describe("a download that breaks off", () => {
  it.each<[string, Ending]>([
    ["HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", "ends"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", "is reset"],
    ["HTTP/1.1 200 OK\r\n\r\nhalf", "is reset"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "ends"],
  ])("is an error of the client's: %j %s", async (answer, ending) => {
    const { webhosting } = clientOf(await say(answer, ending), once);
    const flow = await webhosting.files.download({ id: 7, path: "/a" });
    expect(await failureOf(text(flow))).toMatchObject({ name: "NetworkError", operation: "webhosting.files.download" });
  });

  it("or stalls is an error too", async () => {
    const server = await say("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", "stalls");
    const { webhosting } = clientOf(server, { ...once, timeouts: { attemptMs: 500 } });
    const flow = await webhosting.files.download({ id: 7, path: "/a" });
    expect(await failureOf(text(flow))).toBeInstanceOf(GigahostError);
  });
});

describe("a compressed answer that nobody asked for", () => {
  const zones = JSON.stringify({ meta: { status: 200 }, data: [] });
  const send = (coding: string, body: Buffer | string, more = "") =>
    say(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n${more}\r\n`),
        typeof body === "string" ? Buffer.from(body) : body,
      ]),
      "ends",
    );

  it.each<[string, Buffer | string]>([
    ["gzip", gzipSync(zones)],
    ["x-gzip", gzipSync(zones)],
    ["deflate", deflateSync(zones)],
    ["deflate", deflateRawSync(zones)],
    ["br", brotliCompressSync(zones)],
    ["gzip, br", brotliCompressSync(gzipSync(zones))],
    ["identity", zones],
    ["", zones],
    ["utf-8", zones],
    ["gzip", zones],
    ["deflate", zones],
    ["br", zones],
  ])("is read: %s %#", async (coding, body) => {
    expect(await clientOf(await send(coding, body), once).dns.listZones()).toEqual([]);
  });

  it("is an error where it is broken, or too long once it is unpacked", async () => {
    const broken = clientOf(await send("gzip", gzipSync(zones).subarray(0, -5)), once);
    expect((await failureOf(broken.dns.listZones())).message).toContain("broken compression");
    const bomb = clientOf(await send("gzip", gzipSync(Buffer.alloc(65 * 2 ** 20, 32))), once);
    expect(await failureOf(bomb.dns.listZones())).toMatchObject({ code: "TOO_LONG" });
  });

  it("is unpacked as a download flows, but not an archive, which is compressed by itself", async () => {
    const packed = gzipSync("content");
    const flow = await clientOf(await send("gzip", packed), once).webhosting.files.download({ id: 7, path: "/a" });
    expect(await text(flow)).toBe("content");
    const archive = await send("x-gzip", packed, "Content-Type: application/x-gzip\r\n");
    const kept = await clientOf(archive, once).webhosting.files.download({ id: 7, path: "/a" });
    expect(Buffer.concat(await kept.toArray())).toEqual(packed);
    const broken = await send("gzip", packed.subarray(0, -5));
    const cut = await clientOf(broken, once).webhosting.files.download({ id: 7, path: "/a" });
    expect((await failureOf(text(cut))).message).toContain("broken compression");
  });
});
