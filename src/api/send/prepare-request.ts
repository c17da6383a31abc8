import { type BaseIssue, getDotPath, safeParse } from "valibot";
import { findNearestWord } from "../../model/nearest-word.ts";
import { InputError } from "../errors.ts";
import type { Mask } from "../mask.ts";
import type { Operation, Parameter, ParameterPlace, ParameterValues } from "../operation.ts";
import { isUploadFile, toReadableFile } from "../upload-file.ts";
import type { ApiRequest } from "./exchange.ts";
import { buildMultipart, type FormField } from "./multipart.ts";

/** A request as far as it follows from the call; the client adds how long and how often. */
export type PreparedRequest = Pick<
  ApiRequest,
  "operation" | "entry" | "pathAndQuery" | "headers" | "body" | "zone" | "mask"
>;

export interface CallRequest {
  /** `dns.listZones`. */
  readonly operation: string;
  readonly entry: Operation;
  /** Path of the base URL: `/api/v0`. */
  readonly basePath: string;
  readonly mask: Mask;
}

/** Checks what was given and makes the request of it; throws an InputError with everything that is wrong. */
export function prepareRequest(
  { operation, entry, basePath, mask }: CallRequest,
  parameters: ParameterValues,
): PreparedRequest {
  const problems = findProblems(entry, parameters);
  if (problems.length > 0) throw new InputError(operation, problems);
  const given = withoutUndefined(parameters);
  const plan = planOf(entry);
  return {
    operation,
    entry,
    pathAndQuery: basePath + fillPath(plan, given) + queryOf(plan, given),
    headers: plan.headers,
    body: bodyOf(plan, given),
    zone: plan.writesZone ? String(given.zone_id) : null,
    mask: plan.secrets.length === 0 ? mask : mask.with(plan.secrets.flatMap((name) => textsIn(given[name]))),
  };
}

/** What of an entry is the same for every call; worked out once. */
interface RequestPlan {
  readonly parameters: readonly (readonly [string, Parameter])[];
  /** Text and placeholder in turn, text first. */
  readonly pathParts: readonly string[];
  readonly query: readonly string[];
  readonly body: readonly string[];
  readonly form: readonly string[];
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly writesZone: boolean;
}

const plans = new WeakMap<Operation, RequestPlan>();

function planOf(entry: Operation): RequestPlan {
  const known = plans.get(entry);
  if (known) return known;
  const parameters = Object.entries(entry.parameters);
  const at = (place: ParameterPlace) =>
    parameters.filter(([, parameter]) => parameter.in === place).map(([name]) => name);
  const plan = {
    parameters,
    pathParts: entry.path.split(/\{([^{}]+)\}/),
    query: at("query"),
    body: at("body"),
    form: at("form"),
    secrets: parameters.filter(([, { secret }]) => secret).map(([name]) => name),
    headers: { accept: acceptOf(entry) },
    writesZone: entry.method !== "GET" && entry.path.startsWith("/dns/zones/{zone_id}"),
  };
  plans.set(entry, plan);
  return plan;
}

/** Everything that is wrong with the parameters of a call, one sentence each; empty if it may be sent. */
export function findProblems(entry: Operation, parameters: ParameterValues): readonly string[] {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    return ["the parameters must be one object, by name"];
  const given = withoutUndefined(parameters);
  const problems = [...unknownNames(entry, given), ...valueProblems(planOf(entry), given)];
  return problems.length > 0 ? problems : (entry.check?.(given) ?? []);
}

function withoutUndefined(parameters: ParameterValues): ParameterValues {
  if (!Object.values(parameters).includes(undefined)) return parameters;
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

function unknownNames({ parameters }: Operation, given: ParameterValues): readonly string[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((name) => {
      const near = findNearestWord(name, Object.keys(parameters));
      return `${name} is not a parameter of this operation${near === null ? "" : `, did you mean ${near}?`}`;
    });
}

function valueProblems({ parameters }: RequestPlan, given: ParameterValues): readonly string[] {
  return parameters.flatMap(([name, parameter]) => {
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
  // The two things that valibot says of a key itself.
  if (issue.path?.at(-1)?.origin === "key")
    return issue.input === undefined ? `${where} is required` : `${where} is not known`;
  const what = issue.message.startsWith("must ") ? issue.message : `must be ${readable(issue.expected)}`;
  // A list or an object would only be called one.
  const isTold =
    !isSecret && issue.type !== "non_empty" && (issue.kind === "schema" || typeof issue.input !== "object");
  return isTold ? `${where} ${what}, not ${issue.received}` : `${where} ${what}`;
}

/** `(string | number)` → `a string or a number`. */
const readable = (expected: string | null) =>
  (expected ?? "something else")
    .replaceAll(/[()]/g, "")
    .replaceAll(" | ", " or ")
    .replaceAll(/\b(string|number|boolean)\b/g, "a $1")
    .replaceAll(/\bObject\b/g, "an object")
    .replaceAll(/\bArray\b/g, "a list");

/** An empty part of the path would turn one thing into the list of all; a dot part would leave it. */
function pathProblems(name: string, value: unknown): readonly string[] {
  return ["", ".", ".."].includes(String(value)) ? [`${name} must not be empty, nor "." or ".."`] : [];
}

function fillPath({ pathParts }: RequestPlan, given: ParameterValues): string {
  return pathParts.map((part, index) => (index % 2 === 0 ? part : encodeURIComponent(String(given[part])))).join("");
}

function queryOf({ query }: RequestPlan, given: ParameterValues): string {
  const parts = present(query, given).map(([name, value]) => `${name}=${encodeQuery(asText(value))}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

function present(names: readonly string[], given: ParameterValues): readonly (readonly [string, unknown])[] {
  return names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]);
}

/** A comma separates hostnames and ids; there is no need to hide it. */
const encodeQuery = (value: string) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":");

/** A list in a query or form is written with commas. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function bodyOf(plan: RequestPlan, given: ParameterValues): ApiRequest["body"] {
  const files = present(plan.form, given);
  const fields = present(plan.body, given);
  if (files.length > 0) return buildMultipart(textFirst([...fields, ...files].flatMap(formFields)));
  return fields.length > 0 ? JSON.stringify(Object.fromEntries(fields)) : null;
}

/** Several files share the name of the field. */
function formFields([name, value]: readonly [string, unknown]): readonly FormField[] {
  const values = Array.isArray(value) && value.every(isUploadFile) ? value : [value];
  return values.map((each: unknown) => [name, isUploadFile(each) ? toReadableFile(each) : asText(each)]);
}

/** So that a server that reads as it goes knows where the files belong. */
function textFirst(fields: readonly FormField[]): readonly FormField[] {
  return [...fields].sort(([, a], [, b]) => Number(typeof a !== "string") - Number(typeof b !== "string"));
}

function acceptOf({ answer }: Operation): string {
  return answer.from === "text" ? "text/plain, */*;q=0.5" : answer.from === "binary" ? "*/*" : "application/json";
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
