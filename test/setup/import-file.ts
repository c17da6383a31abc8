import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect } from "vitest";
import { parse } from "yaml";
import { runCommandLine as runLine } from "../../src/cli/run-command-line.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { createTestContext } from "../cli/run-command.ts";

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

export async function runCommandLine(words: readonly string[], given: { readonly environment?: NodeJS.ProcessEnv }) {
  const { context, stdout, stderr } = await createTestContext(given);
  const exitCode = await runLine(words, context);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

/** Imports a file; gives what is printed, and the configuration as it is read with a key in its place. */
export async function importFile(program: string, text: string) {
  const dir = mkdtempSync(join(tmpdir(), "import-"));
  dirs.push(dir);
  const file = join(dir, "theirs");
  writeFileSync(file, text);
  const config = join(dir, "config.yaml");
  const run = await runCommandLine(["import", program, file, "--config", config], { environment: { HOME: dir } });
  const written = run.stdout === "" ? null : parse(run.stdout);
  return { ...run, dir, file, config, written };
}

/** That it is a configuration as it stands, once the secrets are where it says. */
export async function check({ dir, stdout, written }: Awaited<ReturnType<typeof importFile>>) {
  const file = join(dir, "checked.yaml");
  writeFileSync(file, stdout, { mode: 0o600 });
  for (const secret of [written.account.api_key_file, written.account.password_file].filter(Boolean))
    writeFileSync(secret, "flux_live_0", { mode: 0o600 });
  for (const { url_file } of [...(written.notify ?? []), ...(written.heartbeat ?? [])]) {
    mkdirSync(dirname(url_file), { recursive: true });
    writeFileSync(url_file, "https://hc-ping.com/0", { mode: 0o600 });
  }
  const withoutNotices = join(dir, "without.yaml");
  writeFileSync(withoutNotices, stdout.replace(/^notify:\n(?: {2}- .*\n)*/m, ""), { mode: 0o600 });
  return loadConfig({ file: withoutNotices, environment: {} });
}

const secrets = ["hemmelig", "s3cret", "TOKEN", "geheim"];
export const showsNoSecret = (text: string) => expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
