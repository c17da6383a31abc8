import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { parse } from "yaml";
import type { CommandContext, OutputFormat } from "../../src/cli/command-context.ts";
import { configCheckCommand } from "../../src/cli/commands/config/check-config.ts";
import { configSchemaCommand } from "../../src/cli/commands/config/print-config-schema.ts";
import { configShowCommand } from "../../src/cli/commands/config/show-config.ts";

const file = join(mkdtempSync(join(tmpdir(), "config-")), "config.yaml");
writeFileSync(file, "account: { api_key: flux_live_0 }\nhostnames: [home.example.no]\nttl: 90\n", { mode: 0o600 });

async function run(command: (context: CommandContext) => Promise<number>, output: OutputFormat): Promise<string> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const options = { config: file, output, logLevel: undefined };
  const signal = new AbortController().signal;
  expect(await command({ options, stdin, stdout, stderr, screen: stderr, environment: {}, color: false, signal })).toBe(
    0,
  );
  return String(stdout.read());
}

it("config check says that all is well, and of what", async () => {
  expect(await run(configCheckCommand, "table")).toBe(`${file}: valid (home.example.no)\n`);
  expect(JSON.parse(await run(configCheckCommand, "json"))).toEqual({
    valid: true,
    file,
    hostnames: ["home.example.no"],
    warnings: [],
  });
});

it("config check prints what is wrong as data, too, where data was asked for", async () => {
  const wrong = join(mkdtempSync(join(tmpdir(), "config-")), "config.yaml");
  writeFileSync(wrong, "account: { api_key: flux_live_0 }\nhostnames: [home.example.no]\nttl: soon\n", { mode: 0o600 });
  const stdout = new PassThrough();
  const [stdin, stderr, signal] = [new PassThrough(), new PassThrough(), new AbortController().signal];
  const options = { config: wrong, output: "json" as const, logLevel: undefined };
  const context = { options, stdin, stdout, stderr, screen: stderr, environment: {}, color: false, signal };
  await expect(configCheckCommand(context)).rejects.toThrow("ttl");
  const { valid, problems } = JSON.parse(String(stdout.read()));
  expect({ valid, problems }).toMatchObject({ valid: false, problems: [{ path: "ttl", line: 3, column: 6 }] });
});

it("config show prints values with origins, in every form, without the secret", async () => {
  const table = await run(configShowCommand, "table");
  expect(table).toMatch(new RegExp(`ttl +90 +${file}:3\n`));
  expect(table).toMatch(/hostnames\[0\] +home\.example\.no \(ipv4: true, ipv6: true, uplink: default\) +/);
  const entry = { key: "account.api_key", value: "********", origin: `${file}:1` };
  expect(JSON.parse(await run(configShowCommand, "json"))).toContainEqual(entry);
  expect(parse(await run(configShowCommand, "yaml"))).toContainEqual(entry);
  expect(table).not.toContain("flux_live_0");
});

it("config schema prints the committed JSON Schema, byte for byte", async () => {
  const committed = readFileSync(new URL("../../config.schema.json", import.meta.url), "utf8");
  expect(await run(configSchemaCommand, "table")).toBe(committed);
  expect(await run(configSchemaCommand, "json")).toBe(committed);
});
