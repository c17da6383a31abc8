import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RawResponse } from "../../../api/call.ts";
import type { NamedOperation } from "../../../api/find-operation.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { Operation, ParameterValues } from "../../../api/operation.ts";
import { toKebabCase } from "../../../api/operation-names.ts";
import { openClient } from "../../account/api-account.ts";
import { confirm } from "../../account/api-confirm.ts";
import { saveDownload } from "../../account/api-download.ts";
import { UsageError } from "../../account/api-failure.ts";
import { describeBytes, showProgress } from "../../account/api-progress.ts";
import { fieldsIn, tabulate } from "../../account/api-table.ts";
import { printRequest } from "../../account/print-request.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { requireColumns } from "../../output/pick-columns.ts";
import { commandOf, explainBecause } from "./describe-operation.ts";
import { describeTarget } from "./describe-target.ts";
import { printRaw } from "./print-raw.ts";
import { readParameters } from "./read-parameters.ts";
import type { ReadWords } from "./read-words.ts";

/** Calls an operation with what was written after its name, and prints its result. */
export async function callOperation(
  context: CommandContext,
  operation: NamedOperation,
  words: ReadWords,
): Promise<number> {
  const { section, name, entry } = operation;
  const { own } = words;
  const given = await readParameters(context, entry, words, `\`${commandOf(operation)} --help\` explains`);
  const to = own.get("to") ?? null;
  checkTarget(context, entry, to, own.has("dry-run"));
  const gigahost = await openClient(context, {
    credential: entry.open ? "optional" : "required",
    streams: entry.answer.from === "binary" || hasFile(given),
  });
  const fullName = `${section}.${name}`;
  if (own.has("dry-run")) return printRequest(context, await gigahost.preview(fullName, given));
  await askFirst(context, gigahost, operation, given, own.has("yes"));
  const call = startCall(context, gigahost, fullName, given);
  if (entry.answer.from === "binary") return receiveFile(context, entry, given, await call.withResponse(), to);
  if (own.has("raw")) return printRaw(context, call);
  const { result, message } = await call.withResponse();
  const columns =
    own
      .get("columns")
      ?.split(",")
      .map((column) => column.trim()) ?? null;
  // What was done is done: only a query is refused because of its columns.
  const fields = columns && isLook(entry) ? fieldsIn(result, entry.answer.list) : [];
  const names = columns && fields.length > 0 ? requireColumns(columns, fields) : columns;
  await print(context, { data: result, table: () => tableOf(context, entry, result, message, names) });
  return 0;
}

const isLook = ({ method, once }: Operation) => method === "GET" && once !== true;

function checkTarget({ stdout }: CommandContext, { answer }: Operation, to: string | null, isDry: boolean): void {
  if (answer.from !== "binary" && to !== null) throw new UsageError(["--to is for downloads; this prints its result"]);
  if (answer.from === "binary" && to === null && stdout.isTTY && !isDry) {
    throw new UsageError(["this downloads a file: say where to save it with --to FILE"]);
  }
}

async function askFirst(
  context: CommandContext,
  gigahost: Gigahost,
  operation: NamedOperation,
  given: ParameterValues,
  yes: boolean,
): Promise<void> {
  const { name, entry } = operation;
  const { confirm: rule } = entry;
  if (!rule || rule.when?.(given) === false || yes) return;
  // Where nobody can be asked, nothing is looked up either.
  const told = context.stdin.isTTY === true ? await describeTarget(gigahost, operation, given, context.signal) : null;
  const value = rule.type === undefined ? undefined : given[rule.type];
  const written = value === undefined ? toKebabCase(name) : Array.isArray(value) ? value.join(",") : String(value);
  const about = told?.what ?? (value === undefined ? null : written);
  const what = `${entry.summary}${about === null ? "" : `: ${about}`}. This ${explainBecause(rule)}`;
  // Somebody who types the id knows what it is about.
  const isSame = (typed: string, name: string) => typed === name || typed === written;
  await confirm(context, { what, name: told?.name ?? written, yes, isSame });
}

const hasFile = (given: ParameterValues) =>
  Object.values(given)
    .flat()
    .some((value) => value instanceof File);

function startCall(context: CommandContext, gigahost: Gigahost, fullName: string, given: ParameterValues) {
  const progress = hasFile(given) ? showProgress(context, "uploading", null) : null;
  const onProgress = progress?.show;
  const call = gigahost.call(fullName, given, { signal: context.signal, ...(onProgress ? { onProgress } : {}) });
  const end = () => progress?.end();
  call.rawResponse().then(end, end);
  return call;
}

async function receiveFile(
  context: CommandContext,
  entry: Operation,
  given: ParameterValues,
  { result, headers }: RawResponse & { readonly result: unknown },
  to: string | null,
): Promise<number> {
  const stream = result as Readable; // what the answer of a download is
  if (to === null || to === "-") {
    const { stdout, signal } = context;
    await pipeline(stream, new Writable({ write: (bytes, _, done) => void stdout.write(bytes, done) }), { signal });
    return 0;
  }
  const length = Number(headers["content-length"]);
  const path = await insideDirectory(to, given, entry);
  const totalBytes = Number.isFinite(length) && length > 0 ? length : null;
  const bytes = await saveDownload(context, { path, stream, totalBytes });
  if (context.options.output === "table") context.stderr.write(`wrote ${path} (${describeBytes(bytes)})\n`);
  else await print(context, { data: { file: path, bytes }, table: "" });
  return 0;
}

/** In a directory it gets the name that it has at the server. */
async function insideDirectory(to: string, given: ParameterValues, entry: Operation): Promise<string> {
  const isDirectory = await stat(to).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory) return to;
  const named = typeof given.path === "string" ? basename(given.path) : "";
  const numbered = Object.keys(entry.parameters)
    .map((name) => String(given[name]))
    .join("-")
    .replaceAll(/[^\w.-]/g, "_");
  return join(to, named || numbered);
}

function tableOf(
  { stdout }: CommandContext,
  { method, answer, secrets }: Operation,
  result: unknown,
  message: string | null,
  columns: readonly string[] | null,
) {
  const table = tabulate(result, { columns, secrets, list: answer.list, width: stdout.columns });
  // PHP's empty array: the server has nothing to say but that it was done.
  const isEmpty = table === "" || (method !== "GET" && Array.isArray(result) && result.length === 0);
  return isEmpty ? (message ?? "done") : table;
}
