import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { canMakeHomes, startHome } from "./start-home.ts";

const limitMs = 600_000;

/** A place for a configuration, and a file with a key. */
function prepare(key = defaultApiKey) {
  const dir = mkdtempSync(join(tmpdir(), "init-"));
  writeFileSync(join(dir, "key"), `${key}\n`);
  const config = join(dir, "own", "config.yaml");
  return { dir, config, words: `init --config ${config} --api-key @${join(dir, "key")}` };
}

/** Nothing of what the home's own environment says: a new user has none of it. */
const fresh = { GIGAHOST_API_KEY: "", GIGAHOST_DDNS_HOSTNAMES: "", GIGAHOST_DDNS_STATE_DIR: "" };

describe.runIf(canMakeHomes)("init", () => {
  it(
    "writes a configuration and the key in an IPv4-only home, says so in it, and shows what a round would do",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      const { config, words } = prepare();
      const { code, stdout, stderr } = await home.run(
        `${words} --hostname home.example.no --hostname www.example.no`,
        fresh,
      );
      expect([code, stderr]).toEqual([0, expect.stringContaining(`wrote ${config}`)]);
      const written = parse(readFileSync(config, "utf8"));
      const keyFile = join(config, "../api_key");
      expect(written).toMatchObject({
        account: { api_key_file: keyFile },
        hostnames: ["home.example.no", "www.example.no"],
        ipv6: false,
      });
      expect(written.ipv4).toBeUndefined();
      expect([
        readFileSync(keyFile, "utf8").trim(),
        statSync(keyFile).mode & 0o777,
        statSync(config).mode & 0o777,
      ]).toEqual([defaultApiKey, 0o600, 0o644]);
      expect(stdout).toContain("home.example.no");
      expect(stderr).toContain("start it with: gigahost-ddns run --config");
      expect(`${stdout}${stderr}`).not.toContain(defaultApiKey);
      expect(
        (await home.run(`once --config ${config}`, { ...fresh, GIGAHOST_DDNS_STATE_DIR: join(config, "../state") }))
          .code,
      ).toBe(0);
    },
    limitMs,
  );

  it(
    "replaces a configuration only with --force, and writes nothing where something is wrong",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      const wrong = prepare(`flux_live_${"e".repeat(64)}`);
      const refused = await home.run(`${wrong.words} --hostname home.example.no`, fresh);
      expect([refused.code, existsSync(wrong.config)]).toEqual([77, false]);
      const { dir, config, words } = prepare();
      expect((await home.run(`${words} --hostname home.elsewhere.no`, fresh)).code).toBe(2);
      const unanswered = await home.run(words, fresh);
      expect([unanswered.code, unanswered.stderr]).toEqual([2, expect.stringContaining("--hostname is missing")]);
      expect((await home.run(`init --config ${config}`, fresh)).code).toBe(2);
      writeFileSync(join(dir, "empty"), "\n");
      const empty = await home.run(
        `init --config ${config} --api-key @${join(dir, "empty")} --hostname a.example.no`,
        fresh,
      );
      expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining("is empty")]);
      mkdirSync(join(config, ".."));
      writeFileSync(join(config, "../api_key"), "flux_live_of_another_account\n");
      const taken = await home.run(`${words} --hostname home.example.no`, fresh);
      expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("with another secret")]);
      expect(readFileSync(join(config, "../api_key"), "utf8")).toBe("flux_live_of_another_account\n");
      rmSync(join(config, "../api_key"));
      expect(existsSync(config)).toBe(false);
      expect((await home.run(`${words} --hostname home.example.no`, fresh)).code).toBe(0);
      const again = await home.run(`${words} --hostname www.example.no`, fresh);
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("--force")]);
      const twice = `${words} --hostname www.example.no --hostname WWW.example.no. --force`;
      expect((await home.run(twice, fresh)).code).toBe(0);
      expect(parse(readFileSync(config, "utf8")).hostnames).toEqual(["www.example.no"]);
    },
    limitMs,
  );
});
