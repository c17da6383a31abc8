import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { saveFiles } from "../../src/setup/save-files.ts";

it("a secret that can't be put in its place is left nowhere, and the error names that place", async () => {
  const directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-save-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const taken = join(directory, "api_key");
  await mkdir(join(taken, "inside"), { recursive: true });
  const error = await saveFiles([{ path: taken, text: "secret\n", isSecret: true }]).catch((each: unknown) => each);
  expect(error).toMatchObject({ path: taken, syscall: "rename" });
  expect(await readdir(directory)).toEqual(["api_key"]);
});
