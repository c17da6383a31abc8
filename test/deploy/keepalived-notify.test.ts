import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { deployDir } from "./read-manifests.ts";

/** Calls the script with programs in its PATH that only say how they were called. */
function notify(...args: readonly string[]) {
  const programs = mkdtempSync(join(tmpdir(), "notify-"));
  onTestFinished(() => rmSync(programs, { recursive: true, force: true }));
  for (const name of ["systemctl", "gigahost-ddns"])
    writeFileSync(join(programs, name), `#!/bin/sh\necho "${name} $*"\n`, { mode: 0o755 });
  const { status, stdout } = spawnSync("/bin/sh", [`${deployDir}/keepalived/gigahost-ddns-notify`, ...args], {
    env: { PATH: programs },
    encoding: "utf8",
  });
  return [status, stdout.split("\n").filter((line) => line !== "")];
}

const stops = ["systemctl stop gigahost-ddns"];

it.each<[state: string, code: number, calls: readonly string[]]>([
  ["MASTER", 0, ["systemctl start gigahost-ddns", "gigahost-ddns update --force"]],
  ["BACKUP", 0, stops],
  ["FAULT", 0, stops],
  ["STOP", 0, stops],
  ["DELETED", 0, stops],
  ["MASTER_RX_LOWER_PRI", 0, []],
  ["master", 2, []],
])("keepalived's script does with %s what a machine in that state is to do", (state, code, calls) => {
  expect(notify("INSTANCE", "ddns", state, "100")).toEqual([code, calls]);
});

it("keepalived's script refuses to be called with nothing", () => {
  expect(notify()).toEqual([2, []]);
});
