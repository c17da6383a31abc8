import { findNearestWord } from "../model/nearest-word.ts";
import { fitScalar } from "./file/fit-scalar.ts";
import { readPlainScalar } from "./file/plain-scalar.ts";
import { type Fields, listAlternatives, type Shape } from "./file/shape.ts";
import { addProblem, type Findings } from "./findings.ts";
import { configRows } from "./rows/config-rows.ts";
import { listVariables } from "./rows/row.ts";
import { settingsSchema } from "./schema.ts";

/** Flags of the command line that stand for a key of the configuration. */
export interface Overrides {
  readonly logLevel?: string | undefined;
}

type Tree = Record<string, unknown>;

const variables = listVariables(configRows);

/** Lays the environment, and over it the flags, on what the file says. An empty variable counts as not given. */
export function applyEnvironment(
  tree: Tree,
  environment: NodeJS.ProcessEnv,
  overrides: Overrides,
  findings: Findings,
): void {
  for (const { name, key, isSecret } of variables) {
    const text = isSecret ? undefined : environment[name]?.trim();
    if (text) applyText(tree, key, text, name, findings);
  }
  if (overrides.logLevel !== undefined) applyText(tree, "log.level", overrides.logLevel, "--log-level", findings);
  warnOfUnknownVariables(environment, findings);
}

function applyText(tree: Tree, key: string, text: string, giver: string, findings: Findings): void {
  for (const [inner, value] of Object.entries(readSpecial(key, text) ?? { [key]: readList(key, text) })) {
    if (value !== undefined) set(tree, inner, value, giver, findings);
    else applyScalar(tree, inner, text, giver, findings);
  }
}

/** The variables that say more than their key alone could, by the keys they set. */
function readSpecial(key: string, text: string): Tree | null {
  const family = /^(ipv[46])\.sources$/.exec(key)?.[1];
  if (family !== undefined) {
    return { [`${family}.enabled`]: text !== "none", ...(text !== "none" && { [key]: splitList(text) }) };
  }
  if (key === "http.listen" && /^(none|false)$/.test(text)) return { http: false };
  return key === "verify" && !/^(true|false)$/.test(text) ? { "verify.every": text } : null;
}

function readList(key: string, text: string): string[] | undefined {
  return listAlternatives(findShape(key)).some(({ type }) => type === "array") ? splitList(text) : undefined;
}

function applyScalar(tree: Tree, key: string, text: string, giver: string, findings: Findings): void {
  const fitted = fitScalar(findShape(key), { value: readPlainScalar(text), text, quotable: true });
  set(tree, key, fitted.ok ? fitted.value : undefined, giver, findings);
  if (!fitted.ok) addProblem(findings, key, fitted.reason);
}

/** Sets the value of a key, in place of whatever the file has there; undefined leaves the file's value. */
function set(tree: Tree, key: string, value: unknown, giver: string, { places }: Findings): void {
  for (const known of places.keys())
    if (known.startsWith(`${key}.`) || known.startsWith(`${key}[`)) places.delete(known);
  places.set(key, { file: null, line: null, column: null, path: giver });
  if (value === undefined) return;
  const names = key.split(".");
  const last = names.pop() ?? key;
  let holder = tree;
  for (const name of names) {
    const inner = holder[name];
    const next: Tree = isTree(inner) ? inner : {};
    holder[name] = next;
    holder = next;
  }
  holder[last] = value;
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function findShape(key: string): Shape {
  let shape: Shape = settingsSchema;
  for (const name of key.split(".")) {
    const fields: Fields | undefined = listAlternatives(shape).find((each) => each.type === "strict_object");
    const inner: Shape | undefined = fields?.entries[name];
    if (inner === undefined) throw new Error(`the schema has no key ${key}`);
    shape = inner;
  }
  return shape;
}

/** Only misspellings of a known name: Docker links and Kubernetes make variables out of a service's name on their own. */
function warnOfUnknownVariables(environment: NodeJS.ProcessEnv, { warnings }: Findings): void {
  const known = [...variables.map(({ name }) => name), "GIGAHOST_DDNS_CONFIG"];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith("GIGAHOST_DDNS_") || known.includes(name)) continue;
    const short = (each: string) => each.slice("GIGAHOST_DDNS_".length);
    const nearest = findNearestWord(short(name), known.map(short));
    if (nearest !== null)
      warnings.push(`${name} is not a variable of this program; did you mean GIGAHOST_DDNS_${nearest}?`);
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
