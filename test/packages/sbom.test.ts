import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const bill = JSON.parse(read("dist/sbom.cdx.json"));
const components: readonly { name: string; version: string; "bom-ref": string; licenses: object[] }[] = bill.components;
const names = components.map(({ name, version }) => `${name} ${version}`);

it("the bill of materials has every dependency of the program, and every package in the bundle", () => {
  const direct = Object.keys(JSON.parse(read("package.json")).dependencies);
  expect(direct.filter((name) => !components.some((component) => component.name === name))).toEqual([]);
  const bundled = [...read("dist/THIRD-PARTY-LICENCES.txt").matchAll(/^(\S+ \d\S*) \([\w.-]+\)$/gm)].map(
    ([, name]) => name,
  );
  expect(bundled.length).toBeGreaterThan(20);
  expect(bundled.filter((name) => !names.includes(name ?? ""))).toEqual([]);
});

it("names a licence for each, refers to nothing that it doesn't have, and holds no tool of developers", () => {
  expect(components.filter(({ licenses }) => licenses.length !== 1)).toEqual([]);
  const known = new Set([bill.metadata.component["bom-ref"], ...components.map((component) => component["bom-ref"])]);
  const referred = bill.dependencies.flatMap(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [
    ref,
    ...dependsOn,
  ]);
  expect(referred.filter((ref: string) => !known.has(ref))).toEqual([]);
  expect(names.filter((name) => /^(?:typescript|vitest|esbuild|@types)/.test(name))).toEqual([]);
});
