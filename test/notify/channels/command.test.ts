import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foldNotices } from "../../../src/notify/fold-notices.ts";
import { readChannel } from "../../../src/notify/read-channel.ts";
import { createRequestSender } from "../../../src/notify/send-request.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { sampleNotice } from "../sample-notice.ts";

async function tell(script: string, args = "") {
  const directory = mkdtempSync(join(tmpdir(), "notice-command-"));
  const program = join(directory, "tell");
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const read = readChannel(`command:${program} ${args}`, () => null);
  if (!read.ok) throw new Error(read.reason);
  const surroundings = { request: createRequestSender(systemClock), clock: systemClock };
  const message = foldNotices([sampleNotice({ text: "$(id) `id` ; and a\nline" })]);
  const delivery = await read.channel.send(message, { ...surroundings, signal: new AbortController().signal });
  return { directory, delivery };
}

it("gives a program the notice in its environment and on its standard input, and nothing else of ours", async () => {
  process.env.GIGAHOST_API_KEY = "not for programs";
  const { directory, delivery } = await tell(
    'cd "$(dirname "$0")"; env > env; cat > input; echo "$1" > first',
    "'two words'",
  );
  delete process.env.GIGAHOST_API_KEY;
  expect(delivery).toEqual({ kind: "taken", answer: "exit code 0" });
  const environment = readFileSync(join(directory, "env"), "utf8");
  expect(environment).toContain("GIGAHOST_DDNS_EVENT=changed\n");
  expect(environment).toContain("GIGAHOST_DDNS_NEW=185.0.2.2\n");
  expect(environment).toContain("GIGAHOST_DDNS_TEXT=$(id) `id` ; and a\nline");
  expect(environment).not.toContain("not for programs");
  expect(JSON.parse(readFileSync(join(directory, "input"), "utf8"))).toMatchObject({ version: 1, event: "changed" });
  expect(readFileSync(join(directory, "first"), "utf8")).toBe("two words\n");
});

it("takes another exit code for a refusal", async () => {
  const { delivery } = await tell("exit 3");
  expect(delivery).toEqual({ kind: "refused", reason: "it exited with code 3" });
});

it("names a program that isn't there", async () => {
  const read = readChannel("command:/nowhere/tell", () => null);
  const surroundings = { request: createRequestSender(systemClock), clock: systemClock };
  const message = foldNotices([sampleNotice()]);
  const channel = read.ok ? read.channel : null;
  const signal = new AbortController().signal;
  expect(await channel?.send(message, { ...surroundings, signal })).toEqual({
    kind: "refused",
    reason: "no such program: /nowhere/tell",
  });
});

it("leaves nothing behind of what a program started, in whatever group of its session", async () => {
  const { directory, delivery } = await tell(`exec bash -c 'set -m; sleep 60 & echo $! > "$0/pid"' "$(dirname "$0")"`);
  expect(delivery.kind).toBe("taken");
  const pid = readFileSync(join(directory, "pid"), "utf8").trim();
  // A process that ended and that nobody has reaped yet is a zombie.
  await expect.poll(() => stateOf(pid)).toMatch(/^[ZX]?$/);
});

function stateOf(pid: string): string {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}
