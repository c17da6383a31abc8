import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

/** `config schema`: the JSON Schema of the configuration file, for editors. */
export async function configSchemaCommand(context: CommandContext): Promise<number> {
  requireReader(context.stdout);
  // Brings a converter along that nothing else needs.
  const { buildJsonSchema } = await import("../../../config/build-json-schema.ts");
  const schema = buildJsonSchema();
  await print(context, { data: schema, table: () => JSON.stringify(schema, null, 2) });
  return 0;
}
