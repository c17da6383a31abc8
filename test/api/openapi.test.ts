import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { listOperations } from "../../src/api/find-operation.ts";
import { buildOpenApi } from "../../src/api/openapi.ts";
import examples from "../../src/api/openapi-examples.json" with { type: "json" };

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly "x-undocumented"?: true;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: { properties: object; required?: readonly string[] } }>>;
  };
}

const document = await buildOpenApi({ version: "1.2.3" });
const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Described>>>>; // as built, looked into below
const shapeOf = (path: string) => path.replaceAll(/\{[^}]+\}/g, "{}");

describe("the OpenAPI document", () => {
  it("has exactly the operations of the table", async () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${method.toUpperCase()} ${shapeOf(path)} ${operationId}`,
      ),
    );
    const operations = (await listOperations()).map(
      ({ section, name, entry }) => `${entry.method} ${shapeOf(entry.path)} ${section}.${name}`,
    );
    expect(described.sort()).toEqual(operations.sort());
  });

  it("has each operation's summary and parameters, in their place", async () => {
    const all = new Map(
      Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => [one.operationId, one])),
    );
    for (const { section, name, entry } of await listOperations()) {
      const one = all.get(`${section}.${name}`);
      expect(one?.summary).toBe(entry.summary);
      const inUrl = Object.entries(entry.parameters).filter(([, parameter]) => /path|query/.test(parameter.in));
      expect(one?.parameters.map((parameter) => [parameter.in, parameter.required])).toEqual(
        inUrl.map(([, parameter]) => [parameter.in, parameter.required]),
      );
      const inBody = Object.entries(entry.parameters).filter(([, parameter]) => /body|form/.test(parameter.in));
      const forms = Object.values(one?.requestBody?.content ?? {});
      const fields = new Set(forms.flatMap(({ schema }) => Object.keys(schema.properties)));
      expect([...fields].sort()).toEqual(inBody.map(([field]) => field).sort());
    }
  });

  it("makes one path of two that differ only in a placeholder's name", () => {
    const [path, ...others] = Object.keys(paths).filter((each) => /^\/bgp\/\{\w+\}\/session$/.test(each));
    expect(others).toEqual([]);
    const { post, delete: remove } = paths[path ?? ""] ?? {};
    expect(remove?.parameters[0]?.name).toBe(post?.parameters[0]?.name);
    expect(remove?.parameters[0]).not.toEqual(post?.parameters[0]);
  });

  it("names every status, describes every operation, and shows the document's examples", () => {
    const all = Object.values(paths).flatMap((methods) => Object.values(methods));
    for (const one of all) {
      expect(Object.keys(one.responses), one.operationId).toContain("200");
      expect(Object.keys(one.responses).filter((status) => !/^\d{3}$/.test(status))).toEqual([]);
      expect(one.description.length, one.operationId).toBeGreaterThan(8);
    }
    const shown = all.filter(({ responses }) => JSON.stringify(responses["200"]).includes('"examples":'));
    expect(shown).toHaveLength(Object.keys(examples).length);
    expect(all.filter((one) => one["x-undocumented"]).map(({ operationId }) => operationId)).toHaveLength(2);
  });

  it("has the answer to a created record as it is: an empty array, under 201 or 200", () => {
    const { responses } = paths["/dns/zones/{zone_id}/records"]?.post ?? {};
    for (const status of ["200", "201"]) {
      expect(JSON.stringify(responses?.[status])).toContain('"data":{"type":"array","maxItems":0');
    }
  });

  it("passes Redocly's recommended rules", async () => {
    const directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-"));
    const file = join(directory, "openapi.json");
    await writeFile(file, JSON.stringify(document));
    const redocly = new URL("../../node_modules/@redocly/cli/bin/cli.js", import.meta.url).pathname;
    const options = { cwd: directory, env: { PATH: process.env.PATH, REDOCLY_TELEMETRY: "off" } };
    const lint = promisify(execFile)(process.execPath, [redocly, "lint", "--extends=recommended", file], options);
    await expect(lint).resolves.toMatchObject({ stderr: expect.stringContaining("valid") });
    await rm(directory, { recursive: true });
  });
});
