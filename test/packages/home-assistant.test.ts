import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { listKeyPaths } from "../../src/config/file/list-key-paths.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { directoryWith } from "../cli/api/run-words.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const addOn = parse(read("deploy/home-assistant/config.yaml"));

/** The paths of what the add-on's schema asks for. */
const pathsOf = (schema: object, before = ""): readonly string[] =>
  Object.entries(schema).flatMap(([key, value]) =>
    typeof value === "string" || Array.isArray(value) ? [`${before}${key}`] : pathsOf(value, `${before}${key}.`),
  );

const load = async (options: object) => {
  const file = join(await directoryWith({ "options.json": JSON.stringify(options) }), "options.json");
  return loadConfig({ file, environment: { ...addOn.environment, GIGAHOST_DDNS_CONFIG: file } });
};

describe("the add-on for Home Assistant", () => {
  it("asks for settings by their own names, each with a translation", () => {
    const known = listKeyPaths(settingsSchema);
    expect(pathsOf(addOn.schema).filter((path) => !known.includes(path))).toEqual([]);
    const { configuration } = parse(read("deploy/home-assistant/translations/en.yaml"));
    expect(Object.keys(configuration)).toEqual(Object.keys(addOn.schema));
  });

  it("writes options that are a configuration as they stand", async () => {
    const options = {
      ...addOn.options,
      account: { api_key: `flux_live_${"0".repeat(64)}` },
      hostnames: ["home.example.no"],
    };
    const config = await load({ ...options, ipv6: { enabled: false, sources: [] }, ttl: 300, log: { level: "debug" } });
    expect(config).toMatchObject({ stateDir: "/data/state", hostnames: [{ hostname: "home.example.no" }] });
  });

  it("says what is missing before anything was filled in", async () => {
    await expect(load(addOn.options)).rejects.toThrow(/no credential/);
  });

  it("is of this version", () => {
    expect(addOn.version).toBe(JSON.parse(read("package.json")).version);
  });
});
