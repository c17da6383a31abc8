import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotFoundError } from "../../../src/index.ts";
import { clientOf, failureOf, serve, serveInTurn } from "../loopback.ts";

/** Big enough to show whether a file is held in memory, small enough for every run; the bench takes 1 GiB. */
const bytes = 192 * 2 ** 20;
let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-"));
  file = join(directory, "big.bin");
  const handle = await open(file, "w");
  await handle.truncate(bytes);
  await handle.close();
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return { baseUrl: `http://127.0.0.1:${port}/api/v0`, close: () => server.close() };
}

/** The most memory in use while something runs, above what it was before. */
async function peakOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  await work();
  clearInterval(timer);
  return peak - before;
}

describe("an upload", () => {
  it("sends a file as it is read, with its length, and tells how far it is", async () => {
    let received = 0;
    const headers: unknown[] = [];
    const { baseUrl, close } = await listen(
      createServer(async (request, response) => {
        headers.push(request.headers["content-length"], request.headers["transfer-encoding"]);
        for await (const chunk of request) received += chunk.length;
        response.end('{"meta":{"status":200},"data":[]}');
      }),
    );
    const progress: [number, number | null][] = [];
    const { webhosting } = clientOf({ baseUrl });
    const files = [new File([await openAsBlob(file)], "big.bin")];
    const grown = await peakOf(async () => {
      const onProgress = (sent: number, total: number | null) => progress.push([sent, total]);
      await webhosting.files.upload({ id: 7, files, path: "/" }, { onProgress });
    });
    close();
    expect(headers).toEqual([String(received), undefined]);
    expect(received).toBeGreaterThan(bytes);
    expect(progress.at(-1)).toEqual([received, received]);
    expect(grown).toBeLessThan(bytes / 2);
  });

  it("is a form that any server can read", async () => {
    const forms: FormData[] = [];
    const server = await serve(async ({ headers, body }, response) => {
      forms.push(await new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData());
      response.end('{"meta":{"status":200},"data":[]}');
    });
    const files = [new File(["one\r\n"], 'a "b".txt', { type: "text/plain" }), new File(["to"], "ø.txt")];
    await clientOf(server).webhosting.files.upload({ id: 7, files, path: "/public_html" });
    const parts = [...(forms[0]?.entries() ?? [])];
    expect(parts.map(([name, value]) => [name, typeof value === "string" ? value : value.name])).toEqual([
      ["path", "/public_html"],
      ["files", 'a "b".txt'],
      ["files", "ø.txt"],
    ]);
  });

  it("is sent as a whole again after an HTTP 429", async () => {
    const server = await serveInTurn({ status: 429, headers: { "retry-after": "0" } }, {});
    await clientOf(server).dns.createZone({ zone_name: "a.no", zone_file: new File(["@ A 192.0.2.1\n"], "a.zone") });
    const contents = server.received.map(({ body }) => body.includes("@ A 192.0.2.1"));
    expect(contents).toEqual([true, true]);
  });

  it("may take longer than any limit, as long as something moves", async () => {
    const server = createServer(async (request, response) => {
      for await (const _ of request) await new Promise((resolve) => setTimeout(resolve, 15));
      response.end('{"meta":{"status":200},"data":[]}');
    });
    const { baseUrl, close } = await listen(server);
    const files = [new File([Buffer.alloc(24 * 2 ** 20)], "a.bin")];
    const { webhosting } = clientOf({ baseUrl }, { timeouts: { attemptMs: 4_000, totalMs: 4_000 } });
    const startedMs = performance.now();
    await webhosting.files.upload({ id: 7, files });
    expect(performance.now() - startedMs).toBeGreaterThan(4_000);
    close();
  });
});

describe("a download", () => {
  const serveFile = () =>
    listen(createServer((_, response) => void pipeline(createReadStream(file), response, () => undefined)));

  it("flows to whoever reads it", async () => {
    const { baseUrl, close } = await serveFile();
    const { webhosting } = clientOf({ baseUrl });
    let received = 0;
    const grown = await peakOf(async () => {
      const stream = await webhosting.files.download({ id: 7, path: "/big.bin" });
      for await (const chunk of stream) received += chunk.length;
    });
    close();
    expect(received).toBe(bytes);
    expect(grown).toBeLessThan(bytes / 2);
  });

  it("is bytes as they are", async () => {
    const content = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const server = await serve((_, response) => void response.end(content));
    const { result, headers } = await clientOf(server).webhosting.files.download({ id: 7, path: "/a" }).withResponse();
    const hash = createHash("sha256");
    for await (const chunk of result) hash.update(chunk);
    expect(result).toBeInstanceOf(Readable);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(content).digest("hex"));
    expect(headers["content-length"]).toBe("256");
  });

  it("can be cancelled while it flows", async () => {
    const { baseUrl, close } = await serveFile();
    const stop = new AbortController();
    const stream = await clientOf({ baseUrl }).webhosting.files.download(
      { id: 7, path: "/a" },
      { signal: stop.signal },
    );
    const reading = (async () => {
      for await (const _ of stream) stop.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
    close();
  });

  it("that is refused is an error with the server's words", async () => {
    const server = await serveInTurn({ status: 404, body: { meta: { status: 404, message: "No such file" } } });
    const error = await failureOf(clientOf(server).webhosting.files.download({ id: 7, path: "/a" }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain("No such file");
  });
});
