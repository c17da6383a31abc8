import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { InputError, type UploadFile } from "../../src/index.ts";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { simulated } from "../simulator/simulated.ts";
import { clientOf, failureOf } from "./loopback.ts";

async function start() {
  const simulator = await simulated();
  const gigahost = clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey });
  const upload = (file: UploadFile) => gigahost.webhosting.files.upload({ id: 1234, files: [file] }, { retries: 1 });
  const arrived = () =>
    simulator.requests.at(-1)?.uploads.map(({ filename, content }) => `${filename}: ${content?.toString()}`);
  return { simulator, upload, arrived };
}

const bytes = () => Buffer.from("hello");

describe("an upload", () => {
  it.each<[string, () => UploadFile, string]>([
    ["a File", () => new File(["hello"], "a.txt"), "a.txt"],
    ["a Blob", () => new Blob(["hello"]), "blob"],
    ["a stream", () => Readable.from([bytes()]), "file"],
    ["a stream of the web", () => new Blob(["hello"]).stream(), "file"],
    ["a text with a name", () => ({ name: "a.txt", data: "hello" }), "a.txt"],
    ["bytes with a name", () => ({ name: "a.txt", data: bytes() }), "a.txt"],
    ["a buffer with a name", () => ({ name: "a.txt", data: new Uint8Array(bytes()).buffer }), "a.txt"],
    ["a Blob with a name", () => ({ name: "a.txt", data: new Blob(["hello"]) }), "a.txt"],
    ["a stream with a name", () => ({ name: "a.txt", data: Readable.from(["hel", "lo"]) }), "a.txt"],
  ])("may be %s", async (_, make, name) => {
    const { upload, arrived } = await start();
    await upload(make());
    expect(arrived()).toEqual([`${name}: hello`]);
  });

  it("of a file's stream has the file's name", async () => {
    const directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    await writeFile(join(directory, "index.html"), "hello");
    const { upload, arrived } = await start();
    await upload(createReadStream(join(directory, "index.html")));
    expect(arrived()).toEqual(["index.html: hello"]);
  });

  it.each([null, 5, "hello", {}, { name: "a" }, { data: "a" }, { name: "a", data: 5 }, new Uint8Array(3)])(
    "can't be %j",
    async (nonsense) => {
      const { simulator, upload } = await start();
      expect(await failureOf(upload(nonsense as never))).toBeInstanceOf(InputError); // without types, anything is given
      expect(simulator.requests).toEqual([]);
    },
  );

  it("is sent again after 429 where that can be, and says why not for a stream", async () => {
    const { simulator, upload, arrived } = await start();
    simulator.faults.inject({ kind: "rate-limit", retryAfter: 0 }, { afterEffect: true });
    await upload({ name: "a.txt", data: "hello" });
    expect([simulator.requests.length, arrived()]).toEqual([2, ["a.txt: hello"]]);
    simulator.faults.inject({ kind: "rate-limit", retryAfter: 0 });
    expect((await failureOf(upload(Readable.from([bytes()])))).message).toContain("read before");
  });
});
