import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readForm } from "../../../src/simulator/http/multipart.ts";

const boundary = "----boundary1234";
const contentType = `multipart/form-data; boundary=${boundary}`;

function encode(parts: readonly (readonly [header: string, content: Buffer])[]): Buffer {
  const encoded = parts.map(([header, content]) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${header}\r\n\r\n`),
      content,
      Buffer.from("\r\n"),
    ]),
  );
  return Buffer.concat([...encoded, Buffer.from(`--${boundary}--\r\n`)]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom("", "\r\n", "--", `\r\n--${boundary.slice(0, -1)}`, "\r\n\r\n").map((text) => Buffer.from(text)),
);

describe("a multipart form", () => {
  it("comes out as it went in, however it is cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(content, content, fc.integer({ min: 1, max: 200 }), async (one, other, size) => {
        const [first, second] = [Buffer.from(one), Buffer.from(other)];
        const body = encode([
          ['name="path"', Buffer.from("/public html")],
          ['name="files"; filename="a b.bin"', first],
          ['name="files"; filename="c.bin"', second],
        ]);
        const form = await readForm(inPieces(body, size), contentType);
        expect(form?.fields).toEqual({ path: "/public html" });
        expect(form?.uploads.map((upload) => upload.content)).toEqual([first, second]);
        expect(form?.uploads[1]).toMatchObject({ field: "files", filename: "c.bin", size: second.length });
      }),
    );
  });

  it("is read in constant memory: of a large file only size and digest stay", async () => {
    const [block, blocks] = [Buffer.alloc(65_536, 7), 1024];
    const hash = createHash("sha256");
    async function* large(): AsyncGenerator<Buffer> {
      yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="big"\r\n\r\n`);
      for (let index = 0; index < blocks; index++) {
        hash.update(block);
        yield block;
      }
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    }
    const form = await readForm(large(), contentType);
    const [upload] = form?.uploads ?? [];
    expect(upload).toMatchObject({ size: block.length * blocks, content: null, sha256: hash.digest("hex") });
  });

  it.each(["", `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf`])(
    "is null when it isn't whole: %j",
    async (body) => {
      expect(await readForm(inPieces(Buffer.from(body), 10), contentType)).toBeNull();
      expect(await readForm(inPieces(Buffer.from(body), 10), "multipart/form-data")).toBeNull();
    },
  );
});
