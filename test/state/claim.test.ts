import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Claim, claimStateDir } from "../../src/state/claim.ts";
import { endProcess } from "../end-process.ts";
import { buildChild, type ChildProgram } from "./children/start-child.ts";

const noAnswer = async () => null;

let dir: string;
let program: ChildProgram;
let held: Claim[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  program = await buildChild("claim-child.ts");
});
afterAll(() => program.remove());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "claim-"));
});
afterEach(async () => {
  await Promise.all(children.map((child) => endProcess(child)));
  for (const claim of held) if (claim.kind === "held") await claim.release();
  [held, children] = [[], []];
  await rm(dir, { recursive: true, force: true });
});

async function claim(path = dir, answer: (request: unknown) => Promise<unknown> = noAnswer): Promise<Claim> {
  const result = await claimStateDir(path, answer);
  held.push(result);
  return result;
}

function startChild(path = dir) {
  const started = program.start(path);
  children.push(started.child);
  return started;
}

async function sockets(path = dir): Promise<string[]> {
  return (await readdir(path)).filter((entry) => entry.endsWith(".sock"));
}

async function ask(claimed: Claim, request: unknown, signal = AbortSignal.timeout(120_000)): Promise<unknown> {
  if (claimed.kind !== "taken") throw new Error(`the claim is ${claimed.kind}`);
  return claimed.ask(request, signal);
}

describe("a state directory", () => {
  it("is held by the first and taken for the second, until it is released", async () => {
    const first = await claim();
    expect(first.kind).toBe("held");
    expect((await claim()).kind).toBe("taken");
    if (first.kind === "held") await first.release();
    expect(await sockets()).toEqual([]);
    expect((await claim()).kind).toBe("held");
  });

  it("is guarded by a socket that only its owner may use", async () => {
    await claim();
    const [socket = ""] = await sockets();
    expect((await stat(join(dir, socket))).mode & 0o777).toBe(0o600);
  });

  it("is made where it is missing, for its owner only", async () => {
    expect((await claim(join(dir, "a/b"))).kind).toBe("held");
    expect((await stat(join(dir, "a/b"))).mode & 0o777).toBe(0o700);
  });

  it("may have a path longer than a socket's address", async () => {
    const long = join(dir, "x".repeat(120), "y".repeat(120));
    expect((await claim(long, async () => "here")).kind).toBe("held");
    expect(await ask(await claim(long), null)).toBe("here");
  });

  it.each([[100], [107], [108], [60]])("may have a path of %i bytes", async (length) => {
    const path = join(dir, "z".repeat(length - dir.length - 1));
    expect(path).toHaveLength(length);
    expect((await claim(path)).kind).toBe("held");
    expect((await claim(path)).kind).toBe("taken");
  });

  it("that is a file is reported in plain words", async () => {
    await writeFile(join(dir, "file"), "");
    expect(await claim(join(dir, "file"))).toEqual({
      kind: "unavailable",
      reason: expect.stringMatching(/file can't be used: it is a file; set another state_dir/),
    });
  });

  it.runIf(process.getuid?.() === 0)("that belongs to somebody else is reported with the exact chown", async () => {
    const nobody = { uid: 65_534, gid: 65_534, encoding: "utf8" } as const;
    await mkdir(join(dir, "state"), { mode: 0o755 });
    await chmod(dir, 0o755);
    const path = join(dir, "state");
    expect(execFileSync(process.execPath, [program.path, path], nobody).trim()).toBe(
      `the state directory ${path} can't be written by user 65534:65534 (it belongs to 0:0); run: sudo chown -R 65534:65534 ${path}`,
    );
    const missing = join(dir, "missing/state");
    expect(execFileSync(process.execPath, [program.path, missing], nobody).trim()).toBe(
      `the state directory ${missing} can't be created by user 65534:65534; run: sudo mkdir -p ${missing} && sudo chown 65534:65534 ${missing}`,
    );
  });

  it("is taken over from a process that was killed", async () => {
    const { child, line } = startChild();
    expect(await line).toBe("held");
    expect((await claim()).kind).toBe("taken");
    await endProcess(child);
    expect(await sockets()).toHaveLength(1);
    expect((await claim()).kind).toBe("held");
    expect(await sockets()).toHaveLength(1);
  });

  it("stays that of a process that is stopped", async () => {
    const { child, line } = startChild();
    expect(await line).toBe("held");
    child.kill("SIGSTOP");
    const second = await claim();
    await expect(ask(second, null, AbortSignal.timeout(300))).rejects.toThrow(/no answer|abort/i);
    child.kill("SIGCONT");
    expect(await ask(second, "x")).toEqual({ pid: child.pid, request: "x" });
  });

  it("is free again when its owner ends in good order", async () => {
    const { child, line } = startChild();
    expect(await line).toBe("held");
    child.stdin?.end();
    await once(child, "exit");
    expect(await sockets()).toEqual([]);
  });

  it("has exactly one owner when several start at once, also over a dead one's socket", async () => {
    for (let round = 0; round < 4; round++) {
      const started = Array.from({ length: 5 }, () => startChild());
      const lines = await Promise.all(started.map(({ line }) => line));
      expect(lines.sort()).toEqual(["held", "taken", "taken", "taken", "taken"]);
      await Promise.all(started.map(({ child }) => endProcess(child)));
    }
  });

  it("has exactly one owner among many in one process", async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim()));
    expect(claims.filter(({ kind }) => kind === "unavailable")).toEqual([]);
    expect(claims.filter(({ kind }) => kind === "held")).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === "taken")).toHaveLength(11);
  });

  it("without anything but foreign files in it is free", async () => {
    await writeFile(join(dir, "daemon-0123456789ab.txt"), "");
    await mkdir(join(dir, "daemon.sock"));
    expect((await claim()).kind).toBe("held");
  });
});

describe("a request to the owner", () => {
  it("is answered with whatever the owner makes of it", async () => {
    await claim(dir, async (request) => ({ echo: request }));
    const other = await claim();
    const large = { text: "æ\n".repeat(10_000) };
    expect(await ask(other, large)).toEqual({ echo: large });
    expect(await Promise.all([1, 2, 3].map((number) => ask(other, number)))).toEqual(
      [1, 2, 3].map((echo) => ({ echo })),
    );
  });

  it("that fails brings the reason", async () => {
    await claim(dir, () => Promise.reject(new Error("the round took too long")));
    await expect(ask(await claim(), null)).rejects.toThrow("the round took too long");
  });

  it("that is too large is refused, and the owner goes on", async () => {
    await claim(dir, async () => "fine");
    const other = await claim();
    await expect(ask(other, "x".repeat(70_000))).rejects.toThrow(/closed|can't be reached/);
    expect(await ask(other, null)).toBe("fine");
  });

  it("of garbage or nothing at all leaves the owner alone", async () => {
    await claim(dir, async () => "fine");
    const other = await claim();
    const [name = ""] = await sockets();
    for (const text of ["", "{\n", "\u0000\n", "\n\n\n"]) {
      const socket = createConnection(join(dir, name));
      socket.end(text).resume();
      await once(socket, "close");
    }
    expect(await ask(other, null)).toBe("fine");
  });

  it("ends with a plain reason when the owner is gone by then", async () => {
    const { child, line } = startChild();
    expect(await line).toBe("held");
    const other = await claim();
    await endProcess(child);
    await expect(ask(other, null)).rejects.toThrow("the running daemon can't be reached (ECONNREFUSED)");
  });

  it("waits no longer than the asker", async () => {
    await claim(dir, () => new Promise(() => undefined));
    await expect(ask(await claim(), null, AbortSignal.timeout(100))).rejects.toThrow("aborted due to timeout");
  });
});
