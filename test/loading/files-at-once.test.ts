import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import real from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { doFilesAtOnce } from "../../src/loading/files-at-once.ts";

type Files = typeof real;

const atOnce = doFilesAtOnce(() => real) as Files; // it stands for it

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "at-once-"));
  writeFileSync(join(dir, "a"), "text of a\n", { mode: 0o640 });
});
afterEach(() => rmSync(dir, { recursive: true }));

/** What a use of the files gives: its result, or its error. */
async function outcomeOf(use: () => Promise<unknown>): Promise<unknown> {
  return use().catch(({ code, path, message }: NodeJS.ErrnoException) => ({ code, path, message }));
}

const uses: Readonly<Record<string, (files: Files) => Promise<unknown>>> = {
  "a read": (files) => files.readFile(join(dir, "a"), "utf8"),
  "a read of what is missing": (files) => files.readFile(join(dir, "missing")),
  // Newer Nodes name its path in one of the two.
  "a read of a directory": (files) => files.readFile(dir).catch(({ code }: NodeJS.ErrnoException) => code),
  "a stat": async (files) => (await files.stat(join(dir, "a"), { bigint: true })).size,
  "an lstat": async (files) => (await files.lstat(join(dir, "a"))).mode,
  "a list": (files) => files.readdir(dir),
  "a real path": (files) => files.realpath(join(dir, ".", "a")),
  "an access that is refused": (files) => files.access(join(dir, "a", "b"), constants.W_OK),
  "an open of what is missing": (files) => files.open(join(dir, "missing"), constants.O_RDONLY),
  "an open below a file": (files) => files.open(join(dir, "a", "b")),
  "an open of what must not be there": (files) => files.open(join(dir, "a"), "wx", 0o600),
  "a directory made again": (files) => files.mkdir(dir),
};

describe("files at once", () => {
  it.each(Object.keys(uses))("give and refuse the same as by another thread: %s", async (name) => {
    const use = uses[name] ?? (() => Promise.reject(new Error("no such use")));
    expect(await outcomeOf(() => use(atOnce))).toEqual(await outcomeOf(() => use(real)));
  });

  it("are read by their handle, piece by piece", async () => {
    const file = await atOnce.open(join(dir, "a"), constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(4);
    expect((await file.stat()).isFile()).toBe(true);
    expect((await file.read(buffer, 0, 4, null)).bytesRead).toBe(4);
    expect(buffer.toString()).toBe("text");
    expect((await file.read(buffer, 0, 4, 6)).buffer.toString()).toBe("f a\n");
    await file.close();
    await expect(file.stat()).rejects.toThrow("EBADF");
  });

  it("are written, synced and renamed", async () => {
    const file = await atOnce.open(join(dir, "new"), "wx", 0o600);
    await file.writeFile("one\n");
    await file.appendFile("two\n");
    await file.chmod(0o640);
    await file.chown(process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    await file.sync();
    await file.datasync();
    await file.close();
    await atOnce.rename(join(dir, "new"), join(dir, "b"));
    await atOnce.link(join(dir, "b"), join(dir, "c"));
    await atOnce.chmod(join(dir, "c"), 0o600);
    expect([await real.readFile(join(dir, "b"), "utf8"), (await real.stat(join(dir, "b"))).mode & 0o777]).toEqual([
      "one\ntwo\n",
      0o600,
    ]);
    await atOnce.unlink(join(dir, "c"));
    await atOnce.rm(join(dir, "b"));
    expect(await real.readdir(dir)).toEqual(["a"]);
  });

  it("leave to another thread what may keep its reader waiting", async () => {
    const pipe = join(dir, "pipe");
    execFileSync("mkfifo", [pipe]);
    const opened = atOnce.open(pipe, "r");
    // This thread is free to go on, and to be what the other one waits for.
    const writer = await real.open(pipe, "w");
    await writer.writeFile("through the pipe");
    await writer.close();
    const reader = await opened;
    expect(await reader.readFile("utf8")).toBe("through the pipe");
    await reader.close();
  });

  it("have everything else of the module itself", () => {
    expect(atOnce.copyFile).toBe(real.copyFile);
    expect(atOnce.constants).toBe(constants);
  });
});
