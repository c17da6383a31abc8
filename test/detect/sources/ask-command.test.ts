import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";

const folder = mkdtempSync(join(tmpdir(), "detect-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

function ask(uri: string, limitMs = 60_000) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("too slow")), limitMs).unref();
  const source = createSources({ clock: systemClock, network: systemNetwork })(uri);
  return source.ask({ family: "ipv4", interfaceName: null, published: null, signal: stop.signal });
}

/** The state letter of a process; null where it is gone. A zombie is gone too: nobody else may reap it here. */
function stateOf(pid: string): string | null {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.charAt(0) ?? null;
    return state === "Z" ? null : state;
  } catch {
    return null;
  }
}

describe("a command source", () => {
  it("gives the program PATH and LANG, and none of our secrets", async () => {
    process.env.GIGAHOST_API_KEY = "hemmelig";
    await ask(`command:sh -c 'env > ${folder}/env; echo 185.0.2.1'`);
    const names = readFileSync(`${folder}/env`, "utf8")
      .split("\n")
      .map((line) => line.split("=")[0]);
    // A shell adds PWD, SHLVL and _ by itself.
    expect(
      names.filter((name) => name !== "" && !["PATH", "LANG", "PWD", "SHLVL", "_", "OLDPWD"].includes(name ?? "")),
    ).toEqual([]);
    delete process.env.GIGAHOST_API_KEY;
  });

  it("expands nothing", async () => {
    expect(await ask("command:echo $HOME * ~ | x > y")).toEqual({
      kind: "none",
      reason: 'no address in "$HOME * ~ | x > y"',
    });
  });

  it("kills what the program left behind, however it ended", async () => {
    for (const [script, limitMs] of [
      ["sleep 600 & echo $! > pid; echo 185.0.2.1", 60_000],
      ["sleep 600 & echo $! > pid; wait", 3_000],
    ] as const) {
      const answer = await ask(`command:sh -c 'cd ${folder}; ${script}'`, limitMs);
      expect(answer.kind).toBe(limitMs === 3_000 ? "none" : "address");
      await expect.poll(() => stateOf(readFileSync(`${folder}/pid`, "utf8").trim())).toBeNull();
    }
  });

  it("kills the jobs of a shell with job control, each a process group of its own", async () => {
    await ask(`command:bash -c 'cd ${folder}; set -m; sleep 60 & echo $! > pid; echo 185.0.2.1'`);
    const pid = readFileSync(`${folder}/pid`, "utf8").trim();
    await expect.poll(() => stateOf(pid)).toBeNull();
  });

  it.each([
    ["exits", ""],
    ["is ended by SIGHUP, as a closed terminal does,", "SIGHUP"],
  ])("leaves nothing behind where this process %s first", async (_how, signal) => {
    const program = `
      import { createSources } from "./src/detect/sources/create-source.ts";
      import { systemClock as clock } from "./src/platform/clock.ts";
      import { systemNetwork as network } from "./src/platform/network/network.ts";
      const source = createSources({ clock, network })("command:sh -c 'sleep 60 & echo $! > ${folder}/pid; wait'");
      const question = { family: "ipv4", interfaceName: null, published: null };
      void source.ask({ ...question, signal: new AbortController().signal });
      process.stdin.once("data", () => process.exit(7));`;
    rmSync(`${folder}/pid`, { force: true });
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    await build({
      stdin: { contents: program, resolveDir: root },
      outfile: `${folder}/ask.mjs`,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    const child = spawn(process.execPath, [`${folder}/ask.mjs`], { stdio: ["pipe", "ignore", "inherit"] });
    const readPid = () => (existsSync(`${folder}/pid`) ? readFileSync(`${folder}/pid`, "utf8").trim() : "");
    await expect.poll(readPid).toMatch(/^\d+$/);
    expect(stateOf(readPid())).not.toBeNull();
    const ended = once(child, "exit");
    if (signal === "SIGHUP") child.kill(signal);
    else child.stdin.write("end\n");
    expect(await ended).toEqual(signal === "SIGHUP" ? [null, signal] : [7, null]);
    await expect.poll(() => stateOf(readPid())).toBeNull();
  });

  it.each([
    ["command:no-such-program-here", "no such program: no-such-program-here"],
    ["command:/etc/passwd", "this user is not allowed to run /etc/passwd"],
    ["command:sh -c 'echo 185.6.6.6; echo \"no link\" >&2; exit 3'", 'the program exited with code 3: "no link"'],
    ["command:sh -c 'kill -9 $$'", "the program was killed by SIGKILL"],
    ["command:true", "an empty answer"],
    ["command:yes 185.0.2.1", "the program printed more than 64 KiB"],
  ])("%s: %s", async (uri, reason) => {
    expect(await ask(uri)).toEqual({ kind: "none", reason });
  });
});
