import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toKebabCase } from "../../../src/api/operation-names.ts";
import { ownFlags } from "../../../src/cli/commands/api/read-words.ts";
import { Gigahost } from "../../../src/index.ts";
import type { LoggedRequest } from "../../../src/simulator/http/request-log.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { everyOperation, type NamedOperation } from "../../api/operations/every-operation.ts";
import calls from "../../fixtures/api-calls.json" with { type: "json" };
import endpoints from "../../fixtures/api-endpoints.json" with { type: "json" };
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "./run-words.ts";

type Given = Readonly<Record<string, unknown>>;

const samples: Readonly<Record<string, Given>> = calls;
const operations = await everyOperation();
const uploadRoute = "POST /webhosting/{id}/files/upload";

/** A value as one writes it after its flag; a list by repetition, unless its entries are objects. */
function wordsFor(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry !== "object")) {
    return value.flatMap((entry) => [`--${name}`, String(entry)]);
  }
  return [`--${name}`, typeof value === "object" ? JSON.stringify(value) : String(value)];
}

/** What the list of endpoints says that a call with these values looks like. */
function expectedRequest({ route, entry }: NamedOperation, given: Given) {
  const endpoint = endpoints.find(({ method, path }) => `${method} ${path}` === route);
  if (!endpoint) throw new Error(`${route} isn't listed`);
  const at = (place: string) =>
    Object.fromEntries(
      endpoint.parameters
        .filter(({ name, in: where }) => where === place && Object.hasOwn(given, name))
        .map(({ name }) => [name, given[name]]),
    );
  const body = { ...at("body"), ...at("form") };
  return {
    method: endpoint.method,
    path: endpoint.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(given[name]))),
    query: Object.fromEntries(Object.entries(at("query")).map(([name, value]) => [name, String(value)])),
    body: Object.keys(body).length > 0 ? body : null,
    authorization: entry.open ? undefined : `Bearer ${defaultApiKey}`,
    isJson: Object.keys(at("body")).length > 0,
    uploads: route === uploadRoute ? ["files hello.txt hello"] : [],
  };
}

function summary(request: LoggedRequest) {
  const { method, path, query, headers, body, uploads } = request;
  return {
    ...{ method, path, query: { ...query }, body, authorization: headers.authorization },
    isJson: headers["content-type"] === "application/json",
    uploads: uploads.map(({ field, filename, content }) => `${field} ${filename} ${content?.toString()}`),
  };
}

const requestsOf = async (call: (url: string) => Promise<unknown>) => {
  const simulator = await simulated({ habits: { zoneWriteMs: 0 } });
  await call(simulator.url);
  return simulator.requests;
};

describe("every operation", () => {
  it.each(operations)("is sent from the library and the command line as listed: $route", async (operation) => {
    const { section, name, route } = operation;
    const given = samples[route] ?? {};
    const directory = await directoryWith({ "hello.txt": "hello" });
    const isUpload = route === uploadRoute;
    const fromLibrary = await requestsOf((baseUrl) =>
      new Gigahost({ apiKey: defaultApiKey, baseUrl })
        .call(`${section}.${name}`, { ...given, ...(isUpload ? { files: [new File(["hello"], "hello.txt")] } : {}) })
        .catch(() => {}),
    );
    const words = Object.entries(given).flatMap(([flag, value]) => wordsFor(flag, value));
    const files = isUpload ? ["--files", join(directory, "hello.txt")] : [];
    const fromWords = await requestsOf((url) =>
      runWords({ url }, ["api", section, toKebabCase(name), ...words, ...files, "--yes"]),
    );
    expect(fromLibrary.map(summary)).toEqual([expectedRequest(operation, given)]);
    expect(fromWords.map(summary)).toEqual([expectedRequest(operation, given)]);
    expect(fromWords[0]?.headers["user-agent"]).toMatch(/^gigahost-ddns\//);
  });

  it.each(operations)("explains itself: $route", async ({ section, name, entry }) => {
    const { exitCode, stdout } = await runWords(null, ["api", section, toKebabCase(name), "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(entry.summary);
    for (const [flag, { description }] of Object.entries(entry.parameters)) {
      expect(stdout).toContain(`--${flag}`);
      expect(stdout).toContain(description);
    }
    expect(stdout).toContain(`Example: gigahost-ddns api ${section} ${toKebabCase(name)}`);
  });

  it("has no parameter that is called like a flag of the command's own", () => {
    const own = [...Object.keys(ownFlags), "help", "config", "output", "log-level", "no-color"];
    const names = operations.flatMap(({ entry }) => Object.keys(entry.parameters));
    expect(names.filter((name) => own.includes(name.replaceAll("_", "-")))).toEqual([]);
  });

  it("asks for a confirmation wherever the table says so, and sends nothing without one", async () => {
    const simulator = await simulated();
    const asking = operations.filter(({ entry }) => entry.confirm && entry.confirm.when === undefined);
    expect(asking.length).toBeGreaterThan(30);
    for (const { section, name, route } of asking) {
      const words = Object.entries(samples[route] ?? {}).flatMap(([flag, value]) => wordsFor(flag, value));
      const { exitCode, stderr } = await runWords(simulator, ["api", section, toKebabCase(name), ...words]);
      expect(`${route} ${exitCode}`, stderr).toBe(`${route} 2`);
      expect(stderr).toContain("--yes");
    }
    expect(simulator.requests).toEqual([]);
  });
});
