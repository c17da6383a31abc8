// Writes the library's declarations: `dist/types` for ES modules, `dist/types-cjs` the same for `require`. The client's
// sections are derived from the operation table by mapped types, which editors show without any doc comment; here they
// are written out, each operation with its comment and each parameter with its description.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

export async function buildTypes(root, outDir) {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const options = { cwd: root, stdio: "inherit" };
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.types.json", "--outDir", `${outDir}/types`], options);
  const file = `${outDir}/types/api/client-sections.d.ts`;
  writeFileSync(file, await writeSections(root, readFileSync(file, "utf8")));
  hidePrivates(`${outDir}/types`);
  cpSync(`${outDir}/types`, `${outDir}/types-cjs`, { recursive: true });
  writeFileSync(`${outDir}/types-cjs/package.json`, '{ "type": "commonjs" }\n');
}

/** What is private is nobody's business, and TypeScript 5 as it comes (ES5) refuses declarations that say `#private`. */
function hidePrivates(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    const plain = text.replaceAll(/^ *#private;\n/gm, "");
    if (plain !== text) writeFileSync(join(folder, name), plain);
  }
}

async function writeSections(root, declared) {
  const derived = /export type ClientSections = \{[^}]*\};\n/;
  if (!derived.test(declared)) throw new Error("client-sections.ts declares its sections in another way now");
  const comments = readComments(root);
  const operations = await readOperations(root);
  const sections = [...new Set(operations.map(({ section }) => section))];
  const written = sections.flatMap((section) =>
    writeSection(
      section,
      operations.filter((each) => each.section === section),
      { comments, sections },
    ),
  );
  const tops = sections.filter((section) => !section.includes("."));
  const all = ["export interface ClientSections {", ...tops.map(memberOf), "}", ""].join("\n");
  return declared.replace(derived, () => `${all}${written.join("\n")}\n`);
}

function writeSection(section, operations, { comments, sections }) {
  const nested = sections.filter((each) => each.startsWith(`${section}.`));
  const methods = operations.flatMap(({ name, entry }) => {
    const type = `OperationsOf<"${section}">["${name}"]`;
    const parameters = Object.entries(entry.parameters);
    const needed = parameters.some(([, { required }]) => required) ? "" : "?";
    const given = parameters.length === 0 ? "Record<string, never>" : nameOf(`${section}.${name}`, "Parameters");
    const comment = comments.get(name + entry.method + entry.path) ?? `/** ${entry.summary}. */`;
    return [
      `    ${comment}`,
      `    ${name}(parameters${needed}: ${given}, options?: CallOptions): Call<ResultOf<${type}>>;`,
    ];
  });
  const parameters = operations.filter(({ entry }) => Object.keys(entry.parameters).length > 0);
  return [
    `export interface ${nameOf(section, "Section")} {`,
    ...methods,
    ...nested.map(memberOf),
    "}",
    ...parameters.flatMap((operation) => writeParameters(section, operation)),
  ];
}

function writeParameters(section, { name, entry }) {
  const fields = Object.entries(entry.parameters).flatMap(([field, { required, description }]) => {
    const type = `ParameterOf<OperationsOf<"${section}">["${name}"], "${field}">`;
    const key = /^\w+$/.test(field) ? field : JSON.stringify(field);
    const comment = `    /** ${description.replaceAll("*/", "*\\/")} */`;
    return [comment, required ? `    ${key}: ${type};` : `    ${key}?: ${type} | undefined;`];
  });
  return [`export interface ${nameOf(`${section}.${name}`, "Parameters")} {`, ...fields, "}"];
}

const memberOf = (section) => `    readonly ${section.split(".").at(-1)}: ${nameOf(section, "Section")};`;

/** `webhosting.files.list` → `WebhostingFilesListParameters`. */
const nameOf = (path, end) =>
  path
    .split(".")
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join("") + end;

/** Every operation, variants included, read by running the table. */
async function readOperations(root) {
  const contents =
    'import { findOperation } from "./src/api/find-operation.ts";' +
    'import { operationNames } from "./src/api/operations/operation-names.ts";' +
    "export const operations = (await Promise.all(Object.entries(operationNames).map(([section, names]) =>" +
    "Promise.all(names.map((name) => findOperation([section, name].join('.'))))))).flat();";
  const stdin = { contents, resolveDir: root };
  const built = await build({ stdin, bundle: true, platform: "node", format: "esm", write: false });
  const module = Buffer.from(built.outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${module}`)).operations;
}

/** The doc comment above each entry of the table, by its name, method and path. */
function readComments(root) {
  const folder = `${root}src/api/operations`;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const entry = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n {2}(\w+): \{\n {4}method: "(\w+)",\n {4}path: "([^"]+)"/g;
  const found = files.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(entry)]);
  return new Map(found.map(([, comment, name, method, path]) => [name + method + path, tidy(comment)]));
}

const tidy = (comment) => comment.replace(/^(\/\*\*\s+\*) \*/, "$1").replaceAll(/\n\s*/g, "\n     ");
