import { type BaseIssue, getDotPath, safeParse } from "valibot";
import { InputError } from "../errors.ts";
import type { Mask } from "../mask.ts";
import { nearestWord } from "../nearest-word.ts";
import type { Operation, Parameter, Place } from "../operation.ts";
import type { ApiRequest } from "./exchange.ts";
import { buildMultipart, type FormField } from "./multipart.ts";

type Given = Readonly<Record<string, unknown>>;
type Prepared = Pick<ApiRequest, "operation" | "entry" | "pathAndQuery" | "headers" | "body" | "zone" | "mask">;

export interface Call {
  /** `dns.listZones`. */
  readonly operation: string;
  readonly entry: Operation;
  /** Path of the base URL: `/api/v0`. */
  readonly basePath: string;
  readonly mask: Mask;
}

/** Checks what was given and makes the request of it; throws an InputError with everything that is wrong. */
export function prepareRequest({ operation, entry, basePath, mask }: Call, parameters: Given): Prepared {
  const given = withoutUndefined(parameters);
  const problems = findProblems(entry, given);
  if (problems.length > 0) throw new InputError(operation, problems);
  return {
    operation,
    entry,
    pathAndQuery: basePath + fillPath(entry, given) + queryOf(entry, given),
    headers: { accept: acceptOf(entry) },
    body: bodyOf(entry, given),
    zone: zoneOf(entry, given),
    mask: mask.with(secretsOf(entry, given)),
  };
}

/** Everything that is wrong with the parameters of a call, one sentence each; empty when it may be sent. */
export function findProblems(entry: Operation, parameters: Given): readonly string[] {
  const given = withoutUndefined(parameters);
  const problems = [...unknownNames(entry, given), ...valueProblems(entry, given)];
  return problems.length > 0 ? problems : (entry.check?.(given) ?? []);
}

const withoutUndefined = (parameters: Given): Given =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));

function unknownNames({ parameters }: Operation, given: Given): readonly string[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((name) => {
      const near = nearestWord(name, Object.keys(parameters));
      return `${name} is no parameter of this operation${near === null ? "" : `, did you mean ${near}?`}`;
    });
}

function valueProblems({ parameters }: Operation, given: Given): readonly string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    if (!Object.hasOwn(given, name)) return parameter.required ? [`${name} is required`] : [];
    const value = given[name];
    const problems = schemaProblems(name, parameter, value);
    return problems.length === 0 && parameter.in === "path" ? pathProblems(name, value) : problems;
  });
}

function schemaProblems(name: string, { schema, secret }: Parameter, value: unknown): readonly string[] {
  const checked = safeParse(schema, value);
  return checked.success ? [] : checked.issues.map((issue) => sentence(name, issue, secret === true));
}

/** Our own messages begin with "must"; the others are made from what was expected. What a secret was isn't said. */
function sentence(name: string, issue: BaseIssue<unknown>, isSecret: boolean): string {
  const where = getDotPath(issue) === null ? name : `${name}.${getDotPath(issue)}`;
  const what = issue.message.startsWith("must ") ? issue.message : `must be ${readable(issue.expected)}`;
  return isSecret ? `${where} ${what}` : `${where} ${what}, not ${issue.received}`;
}

const readable = (expected: string | null) => (expected ?? "something else").replaceAll(" | ", " or ");

/** An empty part of the path would turn one thing into the list of all; a dot part would leave it. */
function pathProblems(name: string, value: unknown): readonly string[] {
  return ["", ".", ".."].includes(String(value)) ? [`${name} must not be empty, nor "." or ".."`] : [];
}

function named(entry: Operation, given: Given, place: Place): readonly (readonly [string, unknown])[] {
  return Object.entries(given).filter(([name]) => entry.parameters[name]?.in === place);
}

function fillPath(entry: Operation, given: Given): string {
  return entry.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])));
}

function queryOf(entry: Operation, given: Given): string {
  const parts = named(entry, given, "query").map(([name, value]) => `${name}=${encodeQuery(asText(value))}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** A comma separates hostnames and ids; there is no need to hide it. */
const encodeQuery = (value: string) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":");

/** A list in a query or form is written with commas. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function bodyOf(entry: Operation, given: Given): ApiRequest["body"] {
  const files = named(entry, given, "form");
  const fields = named(entry, given, "body");
  if (files.length > 0) return buildMultipart(textFirst([...fields, ...files].flatMap(formFields)));
  return fields.length > 0 ? JSON.stringify(Object.fromEntries(fields)) : null;
}

/** Several files share the name of the field. */
function formFields([name, value]: readonly [string, unknown]): readonly FormField[] {
  const values = Array.isArray(value) && value.every((each) => each instanceof File) ? value : [value];
  return values.map((each: unknown) => [name, each instanceof File ? each : asText(each)]);
}

/** So that a server that reads as it goes knows where the files belong. */
function textFirst(fields: readonly FormField[]): readonly FormField[] {
  return [...fields].sort(([, a], [, b]) => Number(typeof a !== "string") - Number(typeof b !== "string"));
}

function zoneOf(entry: Operation, given: Given): string | null {
  return entry.method !== "GET" && entry.path.startsWith("/dns/zones/{zone_id}") ? String(given.zone_id) : null;
}

function acceptOf({ answer }: Operation): string {
  return answer.from === "text" ? "text/plain, */*;q=0.5" : answer.from === "binary" ? "*/*" : "application/json";
}

function secretsOf(entry: Operation, given: Given): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => (entry.parameters[name]?.secret ? textsIn(value) : []));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
