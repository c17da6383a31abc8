import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { directoryWith } from "../api/run-words.ts";

const product = fileURLToPath(new URL("../../../dist/gigahost-ddns.cjs", import.meta.url));
const has = (program: string) => spawnSync(program, ["--version"]).error === undefined;

const lines = [
  // What is typed, with \t where the Tab key is, and the words that the program is started with then.
  ["gigahost-ddns comp\tba\t\r", ["completion", "bash"]],
  ["gigahost-ddns retry ho\t\r", ["retry", "home.example.no"]],
  ["gigahost-ddns --out\tj\tstat\t\r", ["--output", "json", "status"]],
  ["gigahost-ddns status --output=y\t\r", ["status", "--output=yaml"]],
  ["gigahost-ddns api webhosting.fi\tli\t\r", ["api", "webhosting.files", "list"]],
  ["gigahost-ddns config check --config myc\t\r", ["config", "check", "--config", "myconfig.yaml"]],
] as const;

/** A home with the program on its PATH, which keeps the words that it is started with instead of obeying them. */
async function makeHome(shell: string): Promise<string> {
  const home = await directoryWith({ "myconfig.yaml": "hostnames: [home.example.no]\n" });
  const script = `#!/bin/sh
if [ "$1" = __complete ]; then exec '${process.execPath}' '${product}' "$@"; fi
for word; do printf '%s\\n' "$word"; done > '${home}/words.new' && mv '${home}/words.new' '${home}/words'
`;
  await writeFile(join(home, "gigahost-ddns"), script);
  await chmod(join(home, "gigahost-ddns"), 0o755);
  const { stdout } = spawnSync(process.execPath, [product, "completion", shell], { encoding: "utf8" });
  await writeFile(join(home, "completion"), stdout);
  return home;
}

const starts = {
  bash: ["bash --norc --noprofile -i", "PS1='rea''dy> '; . ./completion\r"],
  zsh: ["zsh -f -i", "PS1='rea''dy> '; autoload -Uz compinit; compinit -u -D; . ./completion\r"],
} as const;

/** Types the line into an interactive shell on a terminal of its own; resolves with the words the program got. */
async function type(shell: keyof typeof starts, line: string): Promise<readonly string[]> {
  const home = await makeHome(shell);
  const [command, setUp] = starts[shell];
  const environment = {
    PATH: `${home}:${process.env.PATH}`,
    HOME: home,
    TERM: "xterm",
    HISTFILE: "",
    LC_ALL: "C.UTF-8",
  };
  const child = spawn("script", ["--quiet", "--flush", "--command", command, "/dev/null"], {
    cwd: home,
    env: { ...environment, GIGAHOST_DDNS_CONFIG: join(home, "myconfig.yaml") },
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  child.stdin.write(setUp);
  await expect.poll(() => shown, { timeout: 20_000 }).toContain("ready> ");
  // One key after another, as people do: a Tab is answered before the next key counts.
  child.stdin.write(line);
  const words = () => readFile(join(home, "words"), "utf8").catch(() => null);
  await expect.poll(words, { timeout: 20_000 }).not.toBeNull();
  return ((await words()) ?? "").trimEnd().split("\n");
}

const limit = { timeout: 60_000 };

it.runIf(has("bash")).each(lines)("bash makes of %j what was meant", limit, async (line, words) => {
  expect(await type("bash", line)).toEqual(words);
});

it.runIf(has("zsh")).each(lines)("zsh makes of %j what was meant", limit, async (line, words) => {
  expect(await type("zsh", line)).toEqual(words);
});

it.runIf(has("fish")).each([
  [
    "gigahost-ddns comp",
    ["completion\tprint the script with which a shell completes commands, flags, hostnames, zones and API operations"],
  ],
  ["gigahost-ddns retry ho", ["home.example.no"]],
  ["gigahost-ddns status --output=y", ["--output=yaml"]],
  ["gigahost-ddns api webhosting.fi", ["webhosting.files\ta section of the API"]],
  ["gigahost-ddns config check --config myc", ["myconfig.yaml"]],
])("fish offers for %j what was meant", limit, async (line, expected) => {
  const home = await makeHome("fish");
  const { stdout } = spawnSync("fish", ["--no-config", "-c", `source completion; complete -C '${line}'`], {
    cwd: home,
    encoding: "utf8",
    env: {
      ...{ PATH: `${home}:${process.env.PATH}`, HOME: home, LC_ALL: "C.UTF-8" },
      GIGAHOST_DDNS_CONFIG: join(home, "myconfig.yaml"),
    },
  });
  expect(stdout.trimEnd().split("\n")).toEqual(expected);
});

it.runIf(has("bash"))("none of them is told anything but candidates", () => {
  const { stdout, stderr } = spawnSync(process.execPath, [product, "completion", "powershell"], { encoding: "utf8" });
  expect([stdout, stderr]).toEqual([
    "",
    "gigahost-ddns: completion: unknown shell powershell; expected one of bash, zsh, fish\n",
  ]);
});
