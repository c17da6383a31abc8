import { InputError } from "./errors.ts";
import { listOperations } from "./find-operation.ts";
import type { Mask } from "./mask.ts";
import type { Operation } from "./operation.ts";
import { dataOrText } from "./operation.ts";
import type { PreparedRequest } from "./send/prepare-request.ts";
import { undocumented } from "./values/answer-values.ts";

export type RawMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a raw call sends besides its method and path. */
export interface RawRequest {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
}

interface RawContext {
  /** Path of the base URL: `/api/v0`. */
  readonly basePath: string;
  readonly mask: Mask;
}

/**
 * Makes the request of a raw call. Where the table has an operation of that method and path, its rules hold: what acts is
 * never sent twice, secrets are masked; of an unknown one only a GET is.
 */
export async function prepareRawRequest(
  method: string,
  path: string,
  { query = {}, body }: RawRequest,
  { basePath, mask }: RawContext,
): Promise<PreparedRequest> {
  if (typeof path !== "string")
    throw new InputError("request", ['a method and a path are needed, as "GET", "/dns/zones"']);
  const operation = `request ${method} ${path.split("?")[0]}`;
  const problems = findProblems(method, path, body);
  if (problems.length > 0) throw new InputError(operation, problems);
  const entry = (await findKnown(method, path)) ?? unknownOperation(method as RawMethod, path); // checked just now
  const [, zone] = /^\/dns\/zones\/([^/?]+)/.exec(path) ?? [];
  return {
    operation,
    entry,
    pathAndQuery: basePath + withQuery(path, query),
    headers: { accept: "application/json, */*;q=0.5" },
    body: body === undefined ? null : JSON.stringify(body),
    zone: method === "GET" ? null : (zone ?? null),
    mask,
  };
}

/** The operation of the table that a method and a path with values stand for; a literal part fits better than a placeholder. */
export async function findKnown(method: string, path: string): Promise<Operation | null> {
  const given = partsOf(path.split("?")[0] ?? "");
  const fitting = (await listOperations()).filter(({ entry }) => entry.method === method && fits(entry.path, given));
  const placeholders = (entry: Operation) => entry.path.split("{").length;
  const [best] = fitting.sort((one, other) => placeholders(one.entry) - placeholders(other.entry));
  return best?.entry ?? null;
}

function fits(path: string, given: readonly string[]): boolean {
  const parts = partsOf(path);
  return parts.length === given.length && parts.every((part, index) => part.startsWith("{") || part === given[index]);
}

const partsOf = (path: string): readonly string[] => path.split("/").filter((part) => part !== "");

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"] satisfies RawMethod[];

function findProblems(method: string, path: string, body: unknown): readonly string[] {
  const [location = ""] = path.split("?");
  const hasDots = location.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  return [
    ...(methods.includes(method) ? [] : [`the method must be one of ${methods.join(", ")}`]),
    ...(/^\/[\x21-\x7e]+$/.test(path) ? [] : ["the path must begin with / and be percent-encoded, as /dns/zones"]),
    ...(/\/\/|[#\\]/.test(location) || hasDots
      ? ['the path must have no empty part, no "." or ".." and no fragment']
      : []),
    ...(method === "GET" && body !== undefined ? ["a GET has no body"] : []),
  ];
}

function unknownOperation(method: RawMethod, path: string): Operation {
  return {
    method,
    path,
    summary: `Send ${method} ${path}`,
    parameters: {},
    answer: dataOrText(undocumented),
    ...(method === "GET" ? {} : { once: true }),
    line: null,
  };
}

function withQuery(path: string, query: NonNullable<RawRequest["query"]>): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  if (parts.length === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${parts.join("&")}`;
}
