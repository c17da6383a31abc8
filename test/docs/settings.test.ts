import { expect, it } from "vitest";
import { buildJsonSchema, type JsonSchema } from "../../src/config/build-json-schema.ts";
import { configRows } from "../../src/config/rows/config-rows.ts";
import { listVariables } from "../../src/config/rows/row.ts";
import { makePage, root, writeMarkdownTable } from "./made-block.ts";

interface Setting {
  readonly key: string;
  readonly byDefault: string;
  readonly about: string;
}

it("the page of settings has every key and variable, with default and meaning; npm run docs writes it", async () => {
  const page = makePage("docs/settings.md", { settings: tableOfKeys(), variables: tableOfVariables() });
  await expect(page).toMatchFileSnapshot(`${root}/docs/settings.md`);
});

function tableOfKeys(): string {
  const rows = mergeAlike(listSettings(buildJsonSchema())).map((each) => [each.key, each.byDefault, each.about]);
  expect(rows.length).toBeGreaterThan(60);
  return writeMarkdownTable([["key", "default", "what it is"], ...rows]);
}

function tableOfVariables(): string {
  const keys = new Map<string, string[]>();
  for (const { name, key } of listVariables(configRows)) keys.set(name, [...(keys.get(name) ?? []), key]);
  const rows = [...keys].map(([name, stands]) => [`\`${name}\``, stands.map((key) => `\`${key}\``).join(", ")]);
  expect(rows.length).toBeGreaterThan(25);
  return writeMarkdownTable([["variable", "stands for"], ...rows]);
}

function listSettings(schema: JsonSchema, outer = ""): readonly Setting[] {
  return alternativesOf(schema).flatMap((each) => [
    ...Object.entries(partsOf(each.properties)).flatMap(([name, field]) => {
      const key = outer === "" ? name : `${outer}.${name}`;
      return [{ key: `\`${key}\``, ...describe(field) }, ...listSettings(field, key)];
    }),
    ...(isSchema(each.items) ? listSettings(each.items, `${outer}[]`) : []),
    ...(isSchema(each.additionalProperties) ? listSettings(each.additionalProperties, `${outer}.NAME`) : []),
  ]);
}

/** One row for what the families and uplinks have in common. */
function mergeAlike(settings: readonly Setting[]): readonly Setting[] {
  const merged = new Map<string, Setting>();
  for (const setting of settings) {
    const likeness = JSON.stringify([setting.key.split(/[.`]/).at(-2), setting.byDefault, setting.about]);
    const before = merged.get(likeness);
    merged.set(likeness, before ? { ...before, key: `${before.key}, ${setting.key}` } : setting);
  }
  return [...merged.values()];
}

function describe(field: JsonSchema): Omit<Setting, "key"> {
  const { default: byDefault, description } = field;
  const isSaid = byDefault !== undefined && byDefault !== null && JSON.stringify(byDefault) !== "{}";
  const choices = [...new Set(findChoices(field))];
  const about = [
    String(description ?? "").replaceAll("|", "\\|"),
    choices.length > 0 ? `One of ${choices.map((each) => `\`${each}\``).join(", ")}.` : "",
  ];
  return {
    byDefault: isSaid ? `\`${typeof byDefault === "string" ? byDefault : JSON.stringify(byDefault)}\`` : "",
    about: about.filter((text) => text !== "").join(" "),
  };
}

function findChoices(field: JsonSchema): readonly string[] {
  return alternativesOf(field).flatMap((each) => [
    ...(Array.isArray(each.enum) ? each.enum.map(String) : []),
    ...(isSchema(each.items) ? findChoices(each.items) : []),
  ]);
}

/** Itself, and what may stand in its place. */
function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  const others = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema).flatMap(alternativesOf) : [];
  return [schema, ...others];
}

function partsOf(properties: unknown): Readonly<Record<string, JsonSchema>> {
  return isSchema(properties) ? (properties as Record<string, JsonSchema>) : {}; // by the JSON Schema of properties
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
