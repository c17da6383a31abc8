import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildJsonSchema } from "../../src/config/build-json-schema.ts";
import { listKeyPaths } from "../../src/config/file/list-key-paths.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { findProblems, loadText } from "./load-text.ts";

const example = readFileSync(new URL("../../config.example.yaml", import.meta.url), "utf8");
/** With the settings that are off switched on: an explanation is what has exactly one space after its #. */
const switchedOn = example.replace(/^( *)#(?! [^ ])/gm, "$1");

describe("config.example.yaml", () => {
  it("asks for the key as it is, and for nothing else", async () => {
    const problems = await findProblems(example);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("no credential");
  });

  it("works once a key is filled in, and is nothing but defaults", async () => {
    const { config } = await loadText(example.replace('api_key: ""', 'api_key: "flux_live_0"'));
    const { config: bare } = await loadText("account: { api_key: flux_live_0 }\nhostnames: [home.example.no]");
    expect({ ...config, hostnames: [], readAtMs: 0 }).toEqual({ ...bare, hostnames: [], readAtMs: 0 });
    expect(config.hostnames).toMatchObject([{ hostname: "home.example.no", families: ["ipv4", "ipv6"] }]);
  });

  it("names the keys of the schema, all of them and no other", () => {
    const named = [...listKeys(parse(switchedOn), "")];
    const keys = [...new Set(listKeyPaths(settingsSchema))];
    const missing = keys.filter((key) => !named.includes(key));
    expect(missing, "config.example.yaml lacks these").toEqual([]);
    expect(named.sort()).toEqual(keys.sort());
  });

  it("has the shape of the schema with everything switched on", () => {
    expect(v.safeParse(settingsSchema, parse(switchedOn)).issues).toBeUndefined();
  });

  it("names the JSON Schema in its first line, wherever the file is copied to", () => {
    expect(example.split("\n")[0]).toBe(`# yaml-language-server: $schema=${buildJsonSchema().$id}`);
  });
});

describe("config.schema.json", () => {
  const committed = JSON.parse(readFileSync(new URL("../../config.schema.json", import.meta.url), "utf8"));

  it("is what the schema gives: gigahost-ddns config schema > config.schema.json", () => {
    expect(committed).toEqual(buildJsonSchema());
  });

  it("describes every key", () => {
    expect(listUndescribed(committed, "")).toEqual([]);
  });
});

/** The keys of a value with the keys around them, by the schema's own naming: `notify[].url`, `uplinks.NAME.interface`. */
function* listKeys(value: unknown, outer: string): Generator<string> {
  if (Array.isArray(value)) {
    const keys = new Set(value.flatMap((each: unknown) => [...listKeys(each, `${outer}[]`)]));
    yield* keys;
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const path = [outer, outer === "uplinks" ? "NAME" : name].filter(Boolean).join(".");
      if (outer !== "uplinks") yield path;
      yield* listKeys(inner, path);
    }
  }
}

function listUndescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) => {
    if (name !== "properties" || typeof value !== "object" || value === null)
      return listUndescribed(value, `${path}/${name}`);
    return Object.entries(value).flatMap(([key, each]: [string, unknown]) => [
      ...(typeof each === "object" && each !== null && "description" in each ? [] : [`${path}/${key}`]),
      ...listUndescribed(each, `${path}/${key}`),
    ]);
  });
}
