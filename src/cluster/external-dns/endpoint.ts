/** An RRset as external-dns speaks of it; a field that is empty is left out. Source: `endpoint/endpoint.go` there. */
export interface Endpoint {
  /** Absolute, without a final dot; `*.example.no` is a wildcard. */
  readonly dnsName: string;
  /** All values of the name and type, in external-dns's own spelling (see `spell-target.ts`). */
  readonly targets: readonly string[];
  readonly recordType: string;
  /** Seconds; 0 or missing: not asked for. */
  readonly recordTTL?: number | undefined;
  /** The registry's; never stored with us. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What is to change. An update is the pair of the same index in both lists. */
export interface Changes {
  readonly create: readonly Endpoint[];
  readonly update: readonly { readonly before: Endpoint; readonly after: Endpoint }[];
  readonly delete: readonly Endpoint[];
}

/** The request isn't what the protocol sends. */
export class MalformedRequest extends Error {
  override readonly name = "MalformedRequest";
}

/** The list of wanted endpoints; null stands for an empty one, as Go writes it. Throws a MalformedRequest. */
export function readEndpoints(value: unknown, where = "the body"): readonly Endpoint[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new MalformedRequest(`${where} is not a list of endpoints`);
  return value.map((entry, index) => readEndpoint(entry, `${where}[${index}]`));
}

/** Throws a MalformedRequest. */
export function readChanges(value: unknown): Changes {
  if (value === null) return { create: [], update: [], delete: [] };
  if (!isObject(value)) throw new MalformedRequest("the body is not an object of changes");
  // Versions without JSON tags write `Create`, and Go, which all other providers are written in, reads either.
  const lists = new Map(Object.entries(value).map(([key, list]) => [key.toLowerCase(), list]));
  const before = readEndpoints(lists.get("updateold"), "updateOld");
  const after = readEndpoints(lists.get("updatenew"), "updateNew");
  if (before.length !== after.length)
    throw new MalformedRequest(`updateOld has ${before.length} endpoints, and updateNew ${after.length}`);
  return {
    create: readEndpoints(lists.get("create"), "create"),
    update: before.map((old, index) => ({ before: old, after: after[index] ?? old })),
    delete: readEndpoints(lists.get("delete"), "delete"),
  };
}

function readEndpoint(value: unknown, where: string): Endpoint {
  if (!isObject(value)) throw new MalformedRequest(`${where} is not an endpoint`);
  const { dnsName, targets = null, recordType, recordTTL, labels } = value;
  if (typeof dnsName !== "string" || dnsName === "") throw new MalformedRequest(`${where} has no dnsName`);
  if (typeof recordType !== "string" || recordType === "") throw new MalformedRequest(`${where} has no recordType`);
  if (targets !== null && !isTextList(targets)) throw new MalformedRequest(`${where}.targets is not a list of texts`);
  return {
    dnsName: dnsName.toLowerCase().replace(/\.$/, ""),
    targets: targets ?? [],
    recordType: recordType.toUpperCase(),
    ...(typeof recordTTL === "number" && recordTTL > 0 ? { recordTTL } : {}),
    ...(isObject(labels) ? { labels: labels as Record<string, string> } : {}), // handed back as they came
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string");
