import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";

const folder = mkdtempSync(join(tmpdir(), "detect-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

function ask(path: string) {
  const source = createSources({ clock: systemClock, network: systemNetwork })(`file:${path}`);
  return source.ask({ family: "ipv4", interfaceName: null, published: null, signal: AbortSignal.timeout(60_000) });
}

describe("a file source", () => {
  it("says what keeps it from reading", async () => {
    expect(await ask(`${folder}/none`)).toEqual({ kind: "none", reason: `${folder}/none does not exist` });
    expect(await ask("/etc/passwd/x")).toEqual({ kind: "none", reason: "/etc/passwd/x does not exist" });
    expect(await ask(folder)).toEqual({ kind: "none", reason: `${folder} is not a regular file` });
    expect(await ask("/dev/zero")).toEqual({ kind: "none", reason: "/dev/zero is not a regular file" });
  });

  it("reads up to 64 KiB, and files of the kernel that have no size", async () => {
    for (const length of [9, 1_024, 1_025, 65_536]) {
      writeFileSync(`${folder}/long`, "185.0.2.1".padStart(length));
      expect(await ask(`${folder}/long`)).toEqual({ kind: "address", address: "185.0.2.1" });
    }
    writeFileSync(`${folder}/long`, "185.0.2.1".padStart(65_537));
    expect(await ask(`${folder}/long`)).toEqual({ kind: "none", reason: `${folder}/long is larger than 64 KiB` });
    expect(await ask("/proc/self/net/fib_trie")).toMatchObject({ kind: "address" });
  });

  it("does not wait for the writer of a named pipe", async () => {
    execFileSync("mkfifo", [`${folder}/pipe`]);
    expect(await ask(`${folder}/pipe`)).toEqual({ kind: "none", reason: `${folder}/pipe is not a regular file` });
  });
});
