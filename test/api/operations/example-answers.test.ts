import { describe, expect, it } from "vitest";
import examples from "../../../src/api/openapi-examples.json" with { type: "json" };
import type { AnswerShape } from "../../../src/api/operation.ts";
import { fitResult } from "../../../src/api/send/answer/fit-result.ts";
import { everyOperation } from "./every-operation.ts";
import { findDifferences } from "./find-differences.ts";

interface Example {
  readonly line: number;
  readonly case?: string;
  /** What was wrong with the JSON in the vendor's document. */
  readonly mended?: string;
  readonly answer: { readonly meta?: Readonly<Record<string, unknown>>; readonly data?: unknown };
}

const operations = await everyOperation();
// A JSON module's type has every example's own shape; this is what they have in common.
const byRoute: Readonly<Record<string, readonly Example[]>> = examples as Readonly<Record<string, readonly Example[]>>;
const all = Object.entries(byRoute).flatMap(([route, list]) => list.map((example) => ({ route, ...example })));

function payloadOf(from: AnswerShape["from"], { answer }: Example): unknown {
  if (from === "flat") return answer;
  if (from === "data") return answer.data;
  const { status: _status, status_message: _words, ...payload } = answer.meta ?? {};
  return payload;
}

const entryOf = (route: string) => {
  const found = operations.find((operation) => operation.route === route);
  if (!found) throw new Error(`no operation for ${route}`);
  return found.entry;
};

describe("the example answers of the vendor's document", () => {
  it("are there for 65 of the operations, 8 of them mended", () => {
    expect(Object.keys(byRoute)).toHaveLength(65);
    expect(all.filter(({ mended }) => mended !== undefined)).toHaveLength(8);
  });

  it.each(all)("fit the answer of $route to the last field (line $line)", (example) => {
    const { answer } = entryOf(example.route);
    const result = fitResult(answer, structuredClone(payloadOf(answer.from, example)), true);
    expect(findDifferences(answer.schema, result)).toEqual([]);
  });

  it.each(all)("would be noticed with a field more or of another kind: $route (line $line)", (example) => {
    const { answer } = entryOf(example.route);
    const result = fitResult(answer, structuredClone(payloadOf(answer.from, example)), true);
    const first = Array.isArray(result) ? result[0] : result;
    if (!isObject(first) || Object.keys(first).length === 0) return;
    Object.assign(first, { never_seen: 1 });
    expect(findDifferences(answer.schema, result)).toContainEqual(expect.stringContaining("never_seen"));
  });
});

describe("what the document shows no answer of", () => {
  it("stays loose rather than invented", () => {
    const silent = operations.filter(({ route }) => !Object.hasOwn(byRoute, route));
    expect(silent).toHaveLength(operations.length - Object.keys(byRoute).length);
    for (const { entry, route } of silent) {
      for (const value of [{}, { anything: ["goes"] }]) {
        if (entry.answer.from !== "data" || isBackedElsewhere(route)) continue;
        const where = `src/api/openapi-examples.json shows no answer of ${route} that has this shape`;
        expect(findDifferences(entry.answer.schema, value), where).toEqual([]);
      }
    }
  });
});

/** Its words or its sister's example say what comes back, or people who asked the real server. */
const isBackedElsewhere = (route: string) => ["GET /account/apikeys/{id}", "GET /billing"].includes(route);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
