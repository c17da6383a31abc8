import { text } from "node:stream/consumers";
import type { Gigahost } from "../../../api/gigahost.ts";
import { findKnown, type RawMethod, type RawRequest } from "../../../api/raw-request.ts";
import { explainReadError, readBoundedFile } from "../../../config/file/read-bounded-file.ts";
import { openClient } from "../../account/api-account.ts";
import { confirm } from "../../account/api-confirm.ts";
import { UsageError } from "../../account/api-failure.ts";
import { tabulate } from "../../account/api-table.ts";
import { printRequest } from "../../account/print-request.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import type { ApiWords } from "../../words/api-words.ts";
import { explainBecause } from "./describe-operation.ts";
import { printRaw } from "./print-raw.ts";

type RawWords = Pick<ApiWords, "named" | "rest" | "help" | "problems">;

interface RawCall {
  readonly method: RawMethod;
  readonly path: string;
  readonly sent: RawRequest;
  readonly yes: boolean;
  readonly raw: boolean;
  readonly dryRun: boolean;
}

const methods: Readonly<Record<string, RawMethod>> = {
  ...{ GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE" },
};

/** Whether the words after `api` are a method and a path rather than a section. */
export function isRawCall([first = ""]: readonly string[]): boolean {
  return Object.hasOwn(methods, first.toUpperCase());
}

/** `api METHOD /path`: sends any request, for what has no name yet. Asks unless it is a GET that only looks. */
export async function runRawCall(context: CommandContext, words: RawWords): Promise<number> {
  if (words.help) {
    context.stdout.write(help);
    return 0;
  }
  const { method, path, sent, yes, raw, dryRun } = await readRawCall(context, words);
  const gigahost = await openClient(context);
  if (dryRun) return printRequest(context, await gigahost.previewRequest(method, path, sent));
  await askFirst(context, gigahost, { method, path, sent, yes });
  const call = gigahost.request(method, path, sent, { signal: context.signal });
  if (raw) return printRaw(context, call);
  const { result, message } = await call.withResponse();
  const { secrets, answer } = (await findKnown(method, path)) ?? {};
  const shown = { columns: null, secrets, list: answer?.list, width: context.stdout.columns };
  const table = () => tabulate(result, shown) || (message ?? "done");
  await print(context, { data: result, table });
  return 0;
}

async function askFirst(
  context: CommandContext,
  gigahost: Gigahost,
  { method, path, sent, yes }: Pick<RawCall, "method" | "path" | "sent" | "yes">,
): Promise<void> {
  const known = await findKnown(method, path);
  if (method === "GET" && !known?.confirm) return;
  // What can't be sent is reported before anybody is asked.
  await gigahost.previewRequest(method, path, sent);
  const why = known?.confirm ? `, which ${explainBecause(known.confirm)}` : "";
  await confirm(context, { what: `This sends ${method} ${path}${why}`, name: path, yes });
}

async function readRawCall(context: CommandContext, { named, rest, problems }: RawWords): Promise<RawCall> {
  const [word = "", path, ...others] = named;
  const found = [...problems, ...others.map((other) => `unexpected argument ${other}`)];
  if (path === undefined) found.push("a path is needed, such as /dns/zones");
  const flags = readFlags(rest, found);
  const body = flags.body === null || found.length > 0 ? undefined : await readBody(context, flags.body);
  if (found.length > 0) throw new UsageError(found, "`gigahost-ddns api GET --help` explains");
  const method = methods[word.toUpperCase()] ?? "GET";
  return { ...flags, method, path: path ?? "", sent: { query: Object.fromEntries(flags.query), body } };
}

function readFlags(rest: readonly string[], problems: string[]) {
  const query = new Map<string, string>();
  const flags = { query, body: null as string | null, yes: false, raw: false, dryRun: false }; // null until it is given
  for (let at = 0; at < rest.length; at++) {
    const [, name = rest[at] ?? "", joined] = /^(--[a-z-]+)=(.*)$/s.exec(rest[at] ?? "") ?? [];
    if (name === "--yes" || name === "-y") flags.yes = true;
    else if (name === "--raw") flags.raw = true;
    else if (name === "--dry-run") flags.dryRun = true;
    else if (name !== "--query" && name !== "--body") problems.push(`unknown flag or argument ${name}`);
    else {
      const value = joined ?? rest[++at];
      if (value === undefined) problems.push(`${name} needs a value`);
      else if (name === "--body") flags.body = value;
      else if (!value.includes("=")) problems.push(`--query ${value}: must be name=value`);
      else query.set(value.slice(0, value.indexOf("=")), value.slice(value.indexOf("=") + 1));
    }
  }
  return flags;
}

async function readBody({ stdin }: CommandContext, file: string): Promise<unknown> {
  const written = file === "-" ? await text(stdin) : await readNamed(file);
  try {
    return JSON.parse(written);
  } catch {
    throw new UsageError([`--body ${file}: not valid JSON`]);
  }
}

const maxBodyBytes = 16 * 1024 * 1024;

async function readNamed(file: string): Promise<string> {
  try {
    return new TextDecoder().decode((await readBoundedFile(file, maxBodyBytes)).bytes);
  } catch (error) {
    throw new UsageError([`--body ${file}: ${explainReadError(error, file)}`]);
  }
}

const help = `Usage: gigahost-ddns api METHOD /path [--query name=value …] [--body <file>] [options]

Sends any request, for what has no name yet, and prints the answer. The path is relative to the base URL.
METHOD is GET, POST, PUT, PATCH or DELETE. Asks first, unless it is a GET that changes nothing.

Options:
  --query <name=value>  a query parameter; repeatable
  --body <file>         JSON to send, - for standard input
  --yes                 don't ask for confirmation
  --dry-run             print the request, secrets masked, and send nothing
  --raw                 print the server's answer unchanged
  --output <format>     table, json or yaml
  --config <file>       the configuration file
  --log-level <level>   debug shows each request

Example: gigahost-ddns api GET /dns/zones
`;
