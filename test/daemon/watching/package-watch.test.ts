import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createPackageWatch } from "../../../src/daemon/watching/package-watch.ts";
import { findOwnUnit } from "../../../src/platform/program/find-own-unit.ts";
import { directoryWith } from "../../cli/api/run-words.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

/** A package on disk, started through a link as /usr/bin has it, and a watch over it. */
async function startWatch(name = "gigahost-ddns") {
  const dir = await directoryWith();
  const install = async (version: string) => {
    await mkdir(join(dir, "lib/dist"), { recursive: true });
    await writeFile(join(dir, "lib/dist/gigahost-ddns.cjs"), "");
    await writeFile(join(dir, "lib/package.json"), JSON.stringify({ name, version }));
  };
  await install("1.0.0");
  await symlink("lib/dist/gigahost-ddns.cjs", join(dir, "gigahost-ddns"));
  const clock = createFakeClock(0);
  const notes: (string | null)[] = [];
  const onNote = (note: string | null) => notes.push(note);
  const program = join(dir, "gigahost-ddns");
  const watch = await createPackageWatch({ program, version: "1.0.0", environment: {}, clock, onNote });
  const look = async () => {
    await clock.pass(15_000);
    await watch.tend();
    return notes.at(-1) ?? null;
  };
  return { dir, install, look, watch, notes };
}

describe("a daemon that outlives its package", () => {
  it("says which version is installed now, once it is sure, and no longer after that one is gone", async () => {
    const { install, look } = await startWatch();
    expect(await look()).toBeNull();
    await install("1.1.0");
    expect(await look()).toBeNull();
    expect(await look()).toBe("Version 1.1.0 is installed, but this daemon still runs 1.0.0: restart it");
    await install("1.0.0");
    await look();
    expect(await look()).toBeNull();
  });

  it("says that it was removed, and nothing of an upgrade under way", async () => {
    const { dir, install, look } = await startWatch();
    await rm(join(dir, "lib"), { recursive: true });
    expect(await look()).toBeNull();
    await install("1.0.0");
    expect([await look(), await look()]).toEqual([null, null]);
    await rm(join(dir, "lib"), { recursive: true });
    expect([await look(), await look()]).toEqual([
      null,
      "The program that this daemon was started from is no longer installed; the daemon keeps running until it stops: install it again, or stop it",
    ]);
  });

  it("looks now and then only, and at nothing that is not its own package", async () => {
    const { watch, notes } = await startWatch();
    await watch.tend();
    expect(notes).toEqual([]);
    const other = await startWatch("something-else");
    await rm(join(other.dir, "lib"), { recursive: true });
    expect([await other.look(), await other.look()]).toEqual([null, null]);
  });
});

it.each([
  ["0::/system.slice/gigahost-ddns.service\n", "gigahost-ddns"],
  ["0::/system.slice/system-gigahost\\x2dddns.slice/gigahost-ddns@cabin.service\n", "gigahost-ddns@cabin"],
  ["0::/user.slice/session-1.scope\n", null],
  ["0::/\n", null],
])("knows the unit of %j", async (text, unit) => {
  const file = join(await directoryWith({ cgroup: text }), "cgroup");
  expect(await findOwnUnit({ INVOCATION_ID: "1" }, file)).toBe(unit);
  expect(await findOwnUnit({}, file)).toBeNull();
});
