import type { Operation } from "../../api/operation.ts";
import { type SectionName, sections } from "../../api/operations/index.ts";
import type { RequestBody } from "./read-request.ts";
import type { Route } from "./router.ts";

export interface GivenParameters {
  readonly query: URLSearchParams;
  readonly body: RequestBody;
}

/**
 * Compares what was sent with the operation's entry in the table. Returns the first parameter that is unknown, sent in
 * the wrong place, or missing; null if all is well.
 */
export async function findParameterProblem(route: Route, given: GivenParameters): Promise<string | null> {
  // Stock clients add parameters of their own (ddclient: `system=dyndns`), which the server tolerates.
  if (route.path === "/dns/dyndns") return null;
  const operation = (await loadTable()).get(`${route.method} ${route.path}`);
  return operation ? findProblem(operation, given) : null;
}

/** The table is loaded by the first call that needs it: the demo, which only updates, starts without it. */
let table: Promise<ReadonlyMap<string, Operation>> | null = null;

function loadTable(): Promise<ReadonlyMap<string, Operation>> {
  table ??= readTable();
  return table;
}

async function readTable(): Promise<ReadonlyMap<string, Operation>> {
  const names = Object.keys(sections) as SectionName[]; // the keys of that same object
  const loaded = await Promise.all(names.map((name) => sections[name]()));
  const operations = loaded.flatMap((section): Operation[] => Object.values(section));
  return new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
}

function findProblem(operation: Operation, { query, body }: GivenParameters): string | null {
  const inQuery = new Set(query.keys());
  const inBody = new Set([...bodyFields(body.value), ...body.uploads.map(({ field }) => field.replace(/\[\]$/u, ""))]);
  const parameters = Object.entries(operation.parameters);
  const isKnown = (name: string, places: readonly string[]) => places.includes(operation.parameters[name]?.in ?? "");
  const unknownInQuery = [...inQuery].filter((name) => !isKnown(name, ["query"]));
  const unknown = [...unknownInQuery, ...[...inBody].filter((name) => !isKnown(name, ["body", "form"]))];
  if (unknown.length > 0) return `Unknown parameter: ${unknown.join(", ")}`;
  if (demandsLess.has(`${operation.method} ${operation.path}`)) return null;
  const missing = parameters.find(([name, each]) => each.required && !isGiven(name, each.in, inQuery, inBody));
  return missing ? `Required field is missing: ${missing[0]}` : null;
}

/** The table is stricter than the server here: a server that accepted less is how records get lost. */
const demandsLess = new Set([
  "PUT /dns/zones/{zone_id}/records/{record_id}",
  "DELETE /dns/zones/{zone_id}/records/{record_id}",
]);

function isGiven(name: string, place: string, inQuery: ReadonlySet<string>, inBody: ReadonlySet<string>): boolean {
  return place === "path" || (place === "query" ? inQuery : inBody).has(name);
}

function bodyFields(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
