import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { listOperations, type NamedOperation } from "./find-operation.ts";
import { defaultBaseUrl } from "./gigahost-options.ts";
import examples from "./openapi-examples.json" with { type: "json" };
import type { Operation, Parameter } from "./operation.ts";
import { nothing } from "./values/answer-values.ts";

type Json = Readonly<Record<string, unknown>>;

/** The whole API as an OpenAPI 3.1 document, made from the operation table. `version` is ours: the API has none. */
export async function buildOpenApi({ version }: { readonly version: string }): Promise<Json> {
  const operations = await listOperations();
  return {
    openapi: "3.1.0",
    info: {
      title: "Gigahost API",
      version,
      description:
        "Made from gigahost-ddns's own description of the API, not by Gigahost. Answers are described as far as the vendor's document and live reports show.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: defaultBaseUrl }],
    security: [{ apiKeyOrToken: [] }, { password: [] }],
    tags: [...new Set(operations.map(({ section }) => section))].map((name) => ({
      name,
      description: `Operations of \`gigahost.${name}\`.`,
    })),
    paths: pathsOf(operations),
    components: {
      securitySchemes: {
        apiKeyOrToken: { type: "http", scheme: "bearer", description: "An API key, or a session token." },
        password: { type: "http", scheme: "basic", description: "User name and password; not with two factors." },
      },
      schemas: { Meta: metaSchema, Refusal: refusalSchema },
      responses: {
        Refused: {
          description: "Refused: 400, 401, 402, 403, 404, 405, or 429 with `Retry-After`.",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
        },
        Failed: {
          description: "The server failed; the body may be HTML.",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
        },
      },
    },
  };
}

const metaSchema: Json = {
  type: "object",
  required: ["status"],
  properties: {
    status: { type: "integer", description: "The HTTP status again." },
    status_message: { type: "string" },
    message: { type: "string", description: "In words, perhaps Norwegian; also with success." },
    error: { type: "string", description: "In place of `message` in some sections." },
  },
};

const refusalSchema: Json = {
  type: "object",
  properties: { meta: { $ref: "#/components/schemas/Meta" }, data: { description: "Mostly an empty array." } },
};

/** Two paths that differ only in a placeholder's name are one path here, under the name that comes first. */
function pathsOf(operations: readonly NamedOperation[]): Record<string, Record<string, Json>> {
  const paths: Record<string, Record<string, Json>> = {};
  const firstWritten = new Map<string, string>();
  for (const operation of operations) {
    const { path, method } = operation.entry;
    const shape = path.replaceAll(/\{[^{}]+\}/g, "{}");
    const written = firstWritten.get(shape) ?? path;
    firstWritten.set(shape, written);
    paths[written] = { ...paths[written], [method.toLowerCase()]: operationObject(operation, written) };
  }
  return paths;
}

function operationObject({ section, name, entry }: NamedOperation, path: string): Json {
  const body = requestBodyOf(entry);
  const content = withExamples(entry, answerContent(entry));
  return {
    operationId: `${section}.${name}`,
    tags: [section],
    summary: entry.summary,
    ...(entry.description ? { description: entry.description } : {}),
    parameters: parametersOf(entry, path),
    ...(body ? { requestBody: body } : {}),
    ...(entry.open ? { security: [] } : {}),
    responses: {
      ...Object.fromEntries(statusesOf(entry).map((status) => [status, { description: "Done.", content }])),
      ...Object.fromEntries(refusals.map((status) => [status, { $ref: "#/components/responses/Refused" }])),
      "500": { $ref: "#/components/responses/Failed" },
    },
    "x-safe-to-repeat": entry.method !== "POST" && entry.once !== true,
    ...(entry.confirm ? { "x-confirm": entry.confirm.because } : {}),
    ...(entry.line === null ? { "x-undocumented": true } : {}),
  };
}

/** Named one by one: generators of clients make nothing of `2XX`. Where one is documented as 201, 200 was seen too. */
const statusesOf = ({ status }: Operation): readonly string[] => (status === 201 ? ["200", "201"] : ["200"]);

const refusals = ["400", "401", "402", "403", "404", "405", "429"];

/** The document's own examples of success. */
function withExamples({ method, path }: Operation, content: Json): Json {
  const found = documented[`${method} ${path}`] ?? [];
  if (found.length === 0) return content;
  const named = found.map(({ case: title, answer }, index) => {
    const name = title?.replaceAll(/\W+/g, "-").toLowerCase() ?? `example${index === 0 ? "" : index + 1}`;
    return [name, { ...(title ? { summary: title } : {}), value: answer }];
  });
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [type, { ...(media as Json), examples: Object.fromEntries(named) }]), // made by answerContent
  );
}

/** The JSON module's type has every example's own shape; this is what they have in common. */
const documented = examples as Readonly<
  Record<string, readonly { readonly case?: string; readonly answer: unknown }[]>
>;

function parametersOf(entry: Operation, path: string): readonly Json[] {
  const own = placeholdersOf(entry.path);
  const written = placeholdersOf(path);
  return Object.entries(entry.parameters)
    .filter(([, parameter]) => parameter.in === "path" || parameter.in === "query")
    .map(([name, parameter]) => ({
      name: parameter.in === "path" ? (written[own.indexOf(name)] ?? name) : name,
      in: parameter.in,
      required: parameter.required,
      description: parameter.description,
      schema: schemaOf(parameter),
    }));
}

const placeholdersOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? "");

/** JSON; with files, multipart, which every other field joins; both where the file may be left out. */
function requestBodyOf(entry: Operation): Json | null {
  const fields = Object.entries(entry.parameters).filter(([, { in: place }]) => place === "body" || place === "form");
  const files = fields.filter(([, { in: place }]) => place === "form");
  if (fields.length === 0) return null;
  const jsonFields = fields.filter(([, { in: place }]) => place === "body");
  const needsFile = files.some(([, { required }]) => required);
  return {
    required: fields.some(([, { required }]) => required),
    content: {
      ...(needsFile ? {} : { "application/json": { schema: fieldsSchema(jsonFields) } }),
      ...(files.length > 0 ? { "multipart/form-data": { schema: fieldsSchema(fields) } } : {}),
    },
  };
}

function fieldsSchema(fields: readonly (readonly [string, Parameter])[]): Json {
  const required = fields.filter(([, parameter]) => parameter.required).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map(([name, parameter]) => [name, { ...schemaOf(parameter), description: parameter.description }]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

function answerContent({ answer }: Operation): Json {
  if (answer.from === "binary") return { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  if (answer.from === "text") return { "text/plain": { schema: { type: "string" } } };
  const result = answer.from === "data" ? dataSchemaOf(answer.schema) : jsonSchemaOf(answer.schema);
  if (answer.from === "flat") return { "application/json": { schema: result } };
  const meta: Json = { $ref: "#/components/schemas/Meta" };
  if (answer.from === "meta") return envelope({ meta: { allOf: [meta, result] } });
  return envelope({ meta, data: answer.single ? { type: "array", items: result, minItems: 1, maxItems: 1 } : result });
}

/** As the server sends it: an empty array where there is nothing to say, also in place of an object without any field it needs. */
function dataSchemaOf(schema: GenericSchema): Json {
  const empty: Json = { type: "array", maxItems: 0, items: {}, description: "Nothing: PHP's empty array." };
  if (schema === nothing) return empty;
  const json = jsonSchemaOf(schema);
  const needsNothing = json.type === "object" && json.properties !== undefined && !hasRequired(json);
  return needsNothing ? { anyOf: [json, empty] } : json;
}

const hasRequired = ({ required }: Json) => Array.isArray(required) && required.length > 0;

function envelope(properties: Json): Json {
  return { "application/json": { schema: { type: "object", required: ["meta"], properties } } };
}

function schemaOf({ schema, secret }: Parameter): Json {
  const json = jsonSchemaOf(schema);
  return secret && json.type === "string" ? { ...json, format: "password" } : json;
}

/** What can't be said in JSON Schema (a check in code) is left out; a file is binary. */
function jsonSchemaOf(schema: GenericSchema): Json {
  const { $schema: _draft, ...json } = toJsonSchema(schema, {
    target: "draft-2020-12",
    typeMode: "input",
    errorMode: "ignore",
    overrideSchema: ({ valibotSchema: { type } }) =>
      type === "instance" || type === "custom" ? { type: "string", format: "binary" } : undefined,
  });
  return json as Json; // a JSON Schema is a JSON object
}
