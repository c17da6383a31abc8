import { isIPv6, SocketAddress } from "node:net";

/** An endpoint on the wire. */
export interface WireEndpoint {
  readonly dnsName: string;
  readonly targets: readonly string[];
  readonly recordType: string;
  readonly recordTTL?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly setIdentifier?: string;
  readonly providerSpecific?: readonly { readonly name: string; readonly value: string }[];
}

export interface WireChanges {
  readonly create: readonly WireEndpoint[];
  readonly updateOld: readonly WireEndpoint[];
  readonly updateNew: readonly WireEndpoint[];
  readonly delete: readonly WireEndpoint[];
}

const mediaType = "application/external.dns.webhook+json;version=1";
const owner = "default";

/**
 * A stand-in for external-dns: its difference and its TXT registry, made again from what is known of them. One round:
 * list, adjust, compare, apply. Resolves with the changes it sent; null where there was nothing to send.
 */
export async function runRound(
  url: string,
  wanted: readonly WireEndpoint[],
  { txtPrefix = "%{record_type}-" } = {},
): Promise<WireChanges | null> {
  const listed = await send(url, "GET", "/records");
  const desired = await send(
    url,
    "POST",
    "/adjustendpoints",
    wanted.map((endpoint) => ({ ...endpoint, labels: { resource: `service/default/${endpoint.dnsName}` } })),
  );
  const changes = withRegistry(compare(readRegistry(listed, txtPrefix), desired), txtPrefix);
  if (Object.values(changes).every((list) => list.length === 0)) return null;
  const answer = await fetch(`${url}/records`, {
    method: "POST",
    headers: { "content-type": mediaType },
    body: JSON.stringify(changes),
  });
  if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`);
  return changes;
}

async function send(url: string, method: string, path: string, body?: unknown): Promise<readonly WireEndpoint[]> {
  const headers = { accept: mediaType, ...(body === undefined ? {} : { "content-type": mediaType }) };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(`${url}${path}`, init);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
  if (answer.headers.get("content-type") !== mediaType) throw new Error("wrong content type returned");
  return (await answer.json()) as WireEndpoint[]; // the protocol's
}

/** Takes the registry's notes out of what was listed, and writes them to the endpoints as labels. */
function readRegistry(listed: readonly WireEndpoint[], prefix: string): readonly WireEndpoint[] {
  const notes = new Map<string, Record<string, string>>();
  const isNote = ({ recordType, targets }: WireEndpoint) =>
    recordType === "TXT" && /^"?heritage=external-dns,/.test(targets[0] ?? "");
  for (const note of listed.filter(isNote)) {
    const words = (note.targets[0] ?? "").replace(/^"|"$/g, "").split(",").slice(1);
    const labels = words.map((word) => word.replace(/^external-dns\//, "").split("="));
    notes.set(note.dnsName, Object.fromEntries(labels));
  }
  return listed
    .filter((endpoint) => !isNote(endpoint))
    .map((endpoint) => ({ ...endpoint, labels: notes.get(noteName(endpoint, prefix)) ?? {} }));
}

function compare(current: readonly WireEndpoint[], desired: readonly WireEndpoint[]): WireChanges {
  const keyOf = ({ dnsName, recordType, setIdentifier = "" }: WireEndpoint) =>
    `${dnsName} ${recordType} ${setIdentifier}`;
  const there = new Map(current.map((endpoint) => [keyOf(endpoint), endpoint]));
  const wanted = new Map(desired.map((endpoint) => [keyOf(endpoint), endpoint]));
  const updates = desired.flatMap((endpoint) => {
    const old = there.get(keyOf(endpoint));
    if (!old || old.labels?.owner !== owner || !differs(old, endpoint)) return [];
    return [{ old, now: { ...endpoint, labels: { ...endpoint.labels, owner } } }];
  });
  return {
    create: desired
      .filter((endpoint) => !there.has(keyOf(endpoint)))
      .map((endpoint) => ({ ...endpoint, labels: { ...endpoint.labels, owner } })),
    updateOld: updates.map(({ old }) => old),
    updateNew: updates.map(({ now }) => now),
    delete: current.filter((endpoint) => endpoint.labels?.owner === owner && !wanted.has(keyOf(endpoint))),
  };
}

/** The TTL counts only where it is asked for; addresses are compared as such, all else as texts without case. */
function differs(old: WireEndpoint, now: WireEndpoint): boolean {
  const plain = (target: string) =>
    isIPv6(target) ? new SocketAddress({ address: target, family: "ipv6" }).address : target.toLowerCase();
  const sorted = (endpoint: WireEndpoint) => endpoint.targets.map(plain).sort().join("\n");
  if (sorted(old) !== sorted(now)) return true;
  if ((now.recordTTL ?? 0) > 0 && now.recordTTL !== old.recordTTL) return true;
  const properties = (endpoint: WireEndpoint) => JSON.stringify(endpoint.providerSpecific ?? []);
  return properties(old) !== properties(now);
}

/** For each managed record the registry writes one more, of type TXT, with quotes inside its text. */
function withRegistry(changes: WireChanges, prefix: string): WireChanges {
  const add = (list: readonly WireEndpoint[]) => [...list, ...list.map((endpoint) => noteOf(endpoint, prefix))];
  return {
    create: add(changes.create),
    updateOld: add(changes.updateOld),
    updateNew: add(changes.updateNew),
    delete: add(changes.delete),
  };
}

function noteOf(endpoint: WireEndpoint, prefix: string): WireEndpoint {
  const resource = endpoint.labels?.resource ?? "";
  const text = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`;
  return { dnsName: noteName(endpoint, prefix), targets: [text], recordType: "TXT", labels: {} };
}

function noteName({ dnsName, recordType }: WireEndpoint, prefix: string): string {
  return prefix.replace("%{record_type}", recordType.toLowerCase()) + dnsName.replace("*", "any");
}
