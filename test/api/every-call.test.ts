import { describe, expect, it } from "vitest";
import { findOperation } from "../../src/api/find-operation.ts";
import calls from "../fixtures/api-calls.json" with { type: "json" };
import endpoints from "../fixtures/api-endpoints.json" with { type: "json" };
import { apiKey, clientOf, type Loopback, serve } from "./loopback.ts";
import { everyOperation } from "./operations/every-operation.ts";

type Given = Readonly<Record<string, unknown>>;

const samples: Readonly<Record<string, Given>> = calls;
const operations = await everyOperation();

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Given;
  readonly body: unknown;
}

/** What the list of endpoints says that a call with these values looks like. */
function expected(endpoint: (typeof endpoints)[number], given: Given): Sent {
  const at = (place: string) =>
    Object.fromEntries(
      endpoint.parameters
        .filter(({ name, in: where }) => where === place && Object.hasOwn(given, name))
        .map(({ name }) => [name, given[name]]),
    );
  const path = endpoint.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])));
  const query = Object.fromEntries(Object.entries(at("query")).map(([name, value]) => [name, String(value)]));
  const body = at("body");
  return { method: endpoint.method, path, query, body: Object.keys(body).length > 0 ? body : null };
}

function sent({ received, baseUrl }: Loopback): Sent {
  const { method = "", url = "", body = "" } = received[0] ?? {};
  const { pathname, searchParams } = new URL(url, baseUrl);
  const path = pathname.slice("/api/v0".length);
  return { method, path, query: Object.fromEntries(searchParams), body: body === "" ? null : JSON.parse(body) };
}

describe("every operation, called by its name", () => {
  it("is one of the endpoints", () => {
    expect(operations.map(({ route }) => route).sort()).toEqual(
      endpoints.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it.each(
    operations.filter(
      ({ entry }) => !Object.values(entry.parameters).some(({ in: place, required }) => place === "form" && required),
    ),
  )("sends what the list of endpoints says: $section.$name", async ({ section, name, route, entry }) => {
    const server = await serve((_, response) => void response.end('{"meta":{"status":200},"data":[]}'));
    const given = samples[route] ?? {};
    const result = await clientOf(server).call(`${section}.${name}`, given);
    const endpoint = endpoints.find(({ method, path }) => `${method} ${path}` === route);
    if (!endpoint) throw new Error(`${route} isn't listed`);
    expect(server.received).toHaveLength(1);
    expect(sent(server)).toEqual(expected(endpoint, given));
    expect(server.received[0]?.headers.authorization).toBe(entry.open ? undefined : `Bearer ${apiKey}`);
    expect(result).toBeDefined();
  });

  it("has its other name for whole sets beside the table", async () => {
    const { entry } = await findOperation("dns.deleteRrset");
    expect(Object.keys(entry.parameters)).not.toContain("value");
    expect(operations.map(({ name }) => name)).not.toContain("deleteRrset");
  });
});
