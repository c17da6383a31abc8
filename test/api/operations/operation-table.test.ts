import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sections } from "../../../src/api/operations/index.ts";
import endpoints from "../../fixtures/api-endpoints.json" with { type: "json" };
import { everyOperation } from "./every-operation.ts";

const operations = await everyOperation();
const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);

describe("the table of operations", () => {
  it("says of the two operations that the vendor's document doesn't have that they are undocumented", () => {
    const undocumented = operations.filter(({ entry }) => entry.line === null);
    expect(undocumented.map(({ route }) => route).sort()).toEqual(["GET /billing", "POST /servers/{id}/cancel"]);
    for (const { entry } of undocumented) expect(entry.summary).toContain("undocumented");
  });

  it("holds every endpoint exactly once", () => {
    const known = new Set(endpoints.map(({ method, path }) => `${method} ${path}`));
    const unknown = operations.map(({ route }) => route).filter((route) => !known.has(route));
    expect(unknown, "test/fixtures/api-endpoints.json, which is read off the vendor's document, lacks these").toEqual(
      [],
    );
    expect(operations.map(({ route }) => route).sort()).toEqual(
      endpoints.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it.each(endpoints)("has the parameters of $method $path in their places, required where they are", (endpoint) => {
    const entry = operations.find(({ route }) => route === `${endpoint.method} ${endpoint.path}`)?.entry;
    const parameters = Object.entries(entry?.parameters ?? {}).map(([name, { in: place, required }]) => ({
      name,
      in: place,
      required,
    }));
    expect(parameters.sort(byName)).toEqual([...endpoint.parameters].sort(byName));
    expect(entry?.line).toBe(endpoint.line);
  });

  it("has a parameter for every placeholder and no other in the path", () => {
    for (const { entry, route } of operations) {
      const placeholders = [...entry.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const inPath = Object.entries(entry.parameters).filter(([, parameter]) => parameter.in === "path");
      expect(inPath.map(([name]) => name).sort(), route).toEqual(placeholders.sort());
    }
  });
});

describe("names", () => {
  it("are one word per section, with dots for nesting", () => {
    for (const name of Object.keys(sections)) expect(name).toMatch(/^[a-z]+(\.[a-z]+)*$/);
  });

  it("are camelCase for operations, so that kebab-case and back loses nothing", () => {
    for (const { name } of operations) {
      expect(name).toMatch(/^[a-z]+[a-z0-9]*([A-Z][a-z0-9]+)*$/);
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())).toBe(name);
    }
  });

  it("never stand for an operation and a nested section at once", () => {
    const full = operations.map(({ section, name }) => `${section}.${name}`);
    expect(full.filter((name) => Object.hasOwn(sections, name))).toEqual([]);
    expect(new Set(full).size).toBe(full.length);
  });

  it("avoid what a promise or an object already means", () => {
    const reserved = ["then", "catch", "finally", "constructor", "toString", "valueOf", "toJSON"];
    expect(operations.map(({ name }) => name).filter((name) => reserved.includes(name))).toEqual([]);
  });
});

describe("words for people", () => {
  it("are a short summary without a full stop", () => {
    for (const { entry, route } of operations) {
      expect(entry.summary, route).toMatch(/^[A-Z].{5,69}[^.\s]$/);
    }
  });

  it("are different summaries within a section", () => {
    const seen = operations.map(({ section, entry }) => `${section}: ${entry.summary}`);
    expect(seen.filter((summary, index) => seen.indexOf(summary) !== index)).toEqual([]);
  });

  it("describe every parameter", () => {
    for (const { entry, route } of operations) {
      for (const [name, { description }] of Object.entries(entry.parameters)) {
        expect(description, `${route} ${name}`).toMatch(/^\S.*[.…)]$/);
      }
    }
  });

  it("stand above each entry as a doc comment that ends with the line of the vendor's document", () => {
    const found = sourceFiles().flatMap((file) => [...file.matchAll(entryWithComment)]);
    const lines = new Map(found.map(([, line, method, path]) => [`${method} ${path}`, Number(line)]));
    for (const { entry, route } of operations) {
      if (entry.line !== null) expect(lines.get(route), route).toBe(entry.line);
    }
  });
});

const entryWithComment =
  /Reference\s(?: *\* )?line\s(?: *\* )?(\d+)\.\s+\*\/\n {2}\w+: \{\n {4}method: "(\w+)",\n {4}path: "([^"]+)"/g;

function sourceFiles(): readonly string[] {
  const folder = new URL("../../../src/api/operations", import.meta.url).pathname;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}
