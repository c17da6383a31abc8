import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, expect, it } from "vitest";
import { allCommands } from "../../src/cli/commands/all-commands.ts";
import { atEnd } from "../e2e/at-end.ts";
import { prepareScene, type Scene } from "../e2e/scene.ts";
import { daemonExamples, type Example, examples, withoutExample } from "./examples.ts";
import { makePage, root } from "./made-block.ts";

let scene: Scene;

beforeAll(async () => {
  const channel = createServer((_request, response) => response.end("{}"));
  atEnd(() => void channel.close());
  await new Promise<void>((resolve) => void channel.listen(0, "127.0.0.1", resolve));
  const { port } = channel.address() as AddressInfo; // it listens on TCP
  scene = await prepareScene({
    hostnames: ["home.example.no", { name: "nas.example.no", ipv6: { suffix: "::211:32ff:fe12:3456" } }],
    ipv6: { sources: ["static:2a01:4f8:1:2::1"] },
    notify: [{ url: `webhook+http://127.0.0.1:${port}/hook` }],
    gateway: {
      listen: "127.0.0.1:0",
      clients: [{ name: "cabin", password: "correct-horse-battery-staple", hostnames: ["cabin.example.no"] }],
    },
  });
});

it("the page of commands shows what each of them prints; npm run docs writes it", async () => {
  const daemon = scene.start("run", { environment: { GIGAHOST_DDNS_LOG_FORMAT: "pretty" } });
  await daemon.until(/now points/);
  const ofDaemon = await printAll(daemonExamples);
  daemon.child.kill("SIGTERM");
  const run = block("gigahost-ddns run", (await daemon.ended).stderr);
  const printed = await printAll(examples);
  const page = makePage("docs/commands.md", { outputs: [run, ...ofDaemon, ...printed].join("\n\n") });
  await expect(page).toMatchFileSnapshot(`${root}/docs/commands.md`);
});

it("every command has an example, or a reason to have none", () => {
  const commands = allCommands.flatMap((each) =>
    "commands" in each ? each.commands.map(({ name }) => `${each.name} ${name}`) : [each.name],
  );
  const shown = [...examples, ...daemonExamples].map(({ typed }) => typed);
  const isShown = (command: string) => shown.some((typed) => `${typed} `.startsWith(`${command} `));
  const silent = commands.filter((command) => !isShown(command));
  expect(silent.sort(), "test/docs/examples.ts has them").toEqual(Object.keys(withoutExample).sort());
});

async function printAll(all: readonly Example[]): Promise<readonly string[]> {
  const blocks: string[] = [];
  for (const each of all) blocks.push(await printOne(each));
  return blocks;
}

async function printOne({ typed, prepare, firstLines }: Example): Promise<string> {
  prepare?.(scene);
  const words = (typed.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
  const { code, said } = await scene.run(words, { cwd: scene.dir });
  expect(code, `${typed}: ${said}`).toBe(0);
  const lines = said.trimEnd().split("\n");
  const shown = firstLines === undefined ? lines : [...lines.slice(0, firstLines), "…"];
  return block(`gigahost-ddns ${typed}`, shown.join("\n"));
}

function block(typed: string, output: string): string {
  return `\`\`\`console\n$ ${typed}\n${steady(output)}\n\`\`\``;
}

/** With what differs from run to run replaced by what is seen most often. */
function steady(output: string): string {
  const text = output
    .replaceAll(scene.simulator.url, "https://api.gigahost.no/api/v0")
    .replaceAll(scene.dir, "/etc/gigahost-ddns")
    .replaceAll(/127\.0\.0\.1:\d{4,5}/g, "127.0.0.1:8246")
    .replaceAll(/"port":\d+/g, '"port":8246')
    .replaceAll(/\[\d\d:\d\d:\d\d\]/g, "[09:41:05]")
    .replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?= )/gm, "2026-03-01 09:41:05")
    .replaceAll(/zone_updated {2,}\d+/g, "zone_updated            1795659433");
  return realign(text.trimEnd().split("\n")).join("\n");
}

/** Tables with a time in them: as wide as they are with the usual ones. */
function realign(lines: readonly string[]): readonly string[] {
  const rows = lines.map((line) => steadyTimes(line).split(/ {2,}/));
  const isTimed = lines.map((line) => steadyTimes(line) !== line);
  return lines.map((line, at) => {
    const [start, end] = tableAround(lines, at);
    if (!isTimed.slice(start, end).includes(true)) return line;
    const width = (column: number) => Math.max(...rows.slice(start, end).map((row) => row[column]?.length ?? 0));
    return (rows[at] ?? [])
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd();
  });
}

function steadyTimes(line: string): string {
  return (
    line
      .replaceAll(/\d+ (s|min) ago/g, "1 s ago")
      .replace(/next in \d+ s/, "next in 24 s")
      .replace(/ \d+ ms(?= |$)/, " 12 ms")
      // Where the machine is slow.
      .replace(/ {2}\d[\d.]* s$/, "  12 ms")
  );
}

/** From one empty line to the next. */
function tableAround(lines: readonly string[], at: number): readonly [number, number] {
  const end = lines.indexOf("", at);
  return [lines.lastIndexOf("", at) + 1, end < 0 ? lines.length : end];
}
