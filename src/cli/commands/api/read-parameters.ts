import { text } from "node:stream/consumers";
import type { Operation, Parameter } from "../../../api/operation.ts";
import { findProblems } from "../../../api/send/prepare-request.ts";
import { explainReadError, readBoundedFile } from "../../../config/file/read-bounded-file.ts";
import { UsageError } from "../../account/api-failure.ts";
import { openUpload } from "../../account/api-upload.ts";
import type { CommandContext } from "../../command-context.ts";
import type { ReadWords } from "./read-words.ts";
import { kindOf, type ValueKind } from "./value-kind.ts";

type Values = Record<string, unknown>;

/** Standard input, files, and what is said of them. */
interface Sources {
  readonly context: CommandContext;
  /** Which flag reads standard input; it can be only one. */
  stdinOf: string | null;
}

/** The parameters of a call out of its words; throws a UsageError with everything that is wrong with them, all at once. */
export async function readParameters(
  context: CommandContext,
  entry: Operation,
  { parameters, own, problems }: ReadWords,
  hint: string,
): Promise<Values> {
  const sources: Sources = { context, stdinOf: null };
  const values: Values = {};
  const found = [...problems];
  const told: string[] = [];
  const attempt = async (name: string, read: () => Promise<Values>) => {
    try {
      Object.assign(values, await read());
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      found.push(...error.problems);
      told.push(name);
    }
  };
  const bodyFile = own.get("body");
  if (bodyFile !== undefined) await attempt("--body", () => readBody(sources, bodyFile));
  for (const [name, texts] of parameters) {
    const parameter = entry.parameters[name];
    if (parameter) await attempt(name, async () => ({ [name]: await readValue(sources, name, parameter, texts) }));
  }
  if (!told.includes("--body")) found.push(...otherProblems(entry, values, told));
  if (found.length > 0) throw new UsageError(found, hint);
  return values;
}

/** What the operation has against these values; what could not be read was already reported, and isn't also called missing. */
function otherProblems(entry: Operation, values: Values, told: readonly string[]): readonly string[] {
  return findProblems(entry, values)
    .filter((problem) => !told.some((name) => problem.startsWith(`${name} `)))
    .map(asFlag(entry));
}

/** `zone_id is required` → `--zone_id is required`. */
function asFlag({ parameters }: Operation): (problem: string) => string {
  return (problem) =>
    Object.keys(parameters).some((name) => problem.startsWith(`${name} `)) ? `--${problem}` : problem;
}

async function readBody(sources: Sources, file: string): Promise<Values> {
  const written = file === "-" ? await readStdin(sources, "--body") : await readNamedFile("--body", file);
  const value = parseJson(written);
  if (value === undefined) throw new UsageError([`--body ${file}: not valid JSON`]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError([`--body ${file}: must be a JSON object of parameters`]);
  }
  return { ...value };
}

async function readValue(sources: Sources, name: string, parameter: Parameter, texts: readonly string[]) {
  const kind = kindOf(parameter.schema);
  const isFile = (kind.item ?? kind).type === "file";
  if (isFile) return readFiles(sources, name, kind, texts);
  const given = parameter.secret
    ? await Promise.all(texts.map((written) => readSecret(sources, name, written, kind.type === "object")))
    : texts;
  const [only = ""] = given;
  if (kind.orText && given.length === 1 && only.includes(",") && !only.trim().startsWith("[")) return only;
  if (kind.type === "array") return readList(name, kind.item ?? { type: "string" }, given);
  if (given.length > 1) throw new UsageError([`--${name} was given ${given.length} times`]);
  return convert(name, kind, given[0] ?? "");
}

async function readFiles(sources: Sources, name: string, kind: ValueKind, paths: readonly string[]) {
  if (kind.type === "file" && paths.length > 1) throw new UsageError([`--${name} was given ${paths.length} times`]);
  const files: File[] = [];
  for (const path of paths) {
    if (path === "-") claimStdin(sources, `--${name}`);
    files.push(await openUpload(sources.context, path).catch(cannotRead(`--${name}`, path)));
  }
  return kind.type === "array" ? files : files[0];
}

/** `@FILE`, or `-` for standard input; a literal works, but everybody on the machine can see it. */
async function readSecret(sources: Sources, name: string, written: string, isJson: boolean): Promise<string> {
  if (written === "-") return withoutNewline(await readStdin(sources, `--${name}`));
  if (written.startsWith("@")) return withoutNewline(await readNamedFile(`--${name}`, written.slice(1)));
  const { stderr } = sources.context;
  const what = isJson ? "holds a secret that" : "is a secret and";
  stderr.write(
    `warning: --${name} ${what} shows in the process list; use --${name} @FILE or --${name} - (standard input)\n`,
  );
  return written;
}

const withoutNewline = (written: string) => written.replace(/\r?\n$/, "");

function claimStdin(sources: Sources, flag: string): void {
  if (sources.stdinOf !== null) throw new UsageError([`${sources.stdinOf} and ${flag} can't both read standard input`]);
  sources.stdinOf = flag;
}

function readStdin(sources: Sources, flag: string): Promise<string> {
  claimStdin(sources, flag);
  return text(sources.context.stdin);
}

/** A certificate with its chain, a list of records. */
const maxBytes = 16 * 1024 * 1024;

function readNamedFile(flag: string, path: string): Promise<string> {
  return readBoundedFile(path, maxBytes).then(({ bytes }) => new TextDecoder().decode(bytes), cannotRead(flag, path));
}

function cannotRead(flag: string, path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error instanceof UsageError) throw error;
    throw new UsageError([`${flag}: ${path} can't be read: ${explainReadError(error, path)}`]);
  };
}

/** By repetition, or as one JSON array. */
function readList(name: string, item: ValueKind, texts: readonly string[]): unknown {
  const [only = ""] = texts;
  if (texts.length === 1 && only.trim().startsWith("[")) {
    const list = parseJson(only);
    if (!Array.isArray(list)) throw new UsageError([`--${name} is not a valid JSON array`]);
    return list;
  }
  return texts.map((written) => convert(name, item, written));
}

/** Text stays text, so that 012345 keeps its zero; what doesn't fit is left to the schema to refuse. */
function convert(name: string, { type, choices = [] }: ValueKind, written: string): unknown {
  if (type === "integer" || type === "number") return asNumber(written, choices) ?? written;
  if (type === "boolean") return asBoolean(written) ?? written;
  if (type !== "object") return written;
  const value = parseJson(written);
  if (value === undefined) throw new UsageError([`--${name} is not valid JSON`]);
  return value;
}

function asNumber(written: string, choices: readonly unknown[]): number | null {
  if (/^[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(written)) return Number(written);
  // Yes and no are 1 and 0 to the API.
  const word = choices.length > 0 ? asBoolean(written) : null;
  return word === null ? null : Number(word);
}

function asBoolean(written: string): boolean | null {
  if (/^(true|yes|1|on)$/i.test(written)) return true;
  return /^(false|no|0|off)$/i.test(written) ? false : null;
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
