import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { allCommands } from "../../src/cli/commands/all-commands.ts";
import { longNameOf } from "../../src/cli/words/command.ts";

const script = fileURLToPath(new URL("../../deploy/debian/write-man-page.mjs", import.meta.url));

it("the man page has every command with its flags, and no line that begins with a stray request", {
  timeout: 60_000,
}, () => {
  const page = execFileSync(process.execPath, [script, "2026-01-01"], { encoding: "utf8" });
  const plain = page.replaceAll("\\-", "-");
  for (const each of allCommands) {
    const commands =
      "run" in each ? [each] : each.commands.map((command) => ({ ...command, name: `${each.name} ${command.name}` }));
    for (const { name, flags } of commands) {
      expect(plain).toContain(`\\fB${name}\\fR`);
      for (const flag of Object.values(flags)) expect(plain).toContain(longNameOf(flag));
    }
  }
  const requests = new Set([...page.matchAll(/^[.'](\w*)/gm)].map(([, name]) => name));
  expect([...requests].sort()).toEqual(["PP", "RE", "RS", "SH", "SS", "TH", "TP", "fi", "nf"]);
});
