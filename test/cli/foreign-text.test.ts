import { expect, it } from "vitest";
import { GigahostError } from "../../src/api/errors.ts";
import { explainFailures } from "../../src/cli/account/api-failure.ts";
import { print } from "../../src/cli/output/output.ts";
import { surround } from "../../src/cli/surroundings.ts";
import { createTestContext } from "./run-command.ts";

const foreign = "a\u001b[2J\u009b31m\u202e\u2028\u0000\u007fb";
const shown = "a\\u001b[2J\\u009b31m\\u202e\\u2028\\u0000\\u007fb";
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/;

async function surroundedContext(output: "table" | "json" | "yaml" = "table") {
  const { context, stdout, stderr } = await createTestContext({ output });
  return { context: surround(context, { options: context.options, color: false }), stdout, stderr };
}

it("of a message reaches no terminal raw, and a break of the line in it makes no line of its own", async () => {
  const { context, stderr } = await surroundedContext();
  context.stderr.write(`gigahost-ddns: ${foreign}\n`);
  expect(stderr()).toBe(`gigahost-ddns: ${shown}\n`);
  const fail = () =>
    Promise.reject(new GigahostError({ operation: "dns.listZones", what: `it said ${foreign}\nroot#` }));
  await explainFailures(context, fail);
  expect(stderr()).toContain(`it said ${shown}\\nroot#`);
  expect(stderr()).not.toMatch(raw);
});

it.each(["table", "json", "yaml"] as const)("of data reaches none either (%s), and means the same", async (output) => {
  const { context, stdout } = await surroundedContext(output);
  await print(context, { data: [foreign], table: { columns: ["x"], rows: [[foreign]] } });
  expect(stdout()).not.toMatch(raw);
  if (output === "table") expect(stdout()).toContain(shown);
  if (output === "json") expect(JSON.parse(stdout())).toEqual([foreign]);
  if (output === "yaml") expect((await import("yaml")).parse(stdout())).toEqual([foreign]);
});

it("of a text keeps its lines and tabs", async () => {
  const { context, stdout } = await surroundedContext();
  await print(context, { data: null, table: `one\ttwo\n${foreign}` });
  expect(stdout()).toBe(`one\ttwo\n${shown}\n`);
});
