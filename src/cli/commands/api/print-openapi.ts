import { buildOpenApi } from "../../../api/openapi.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

/** `api openapi`: the whole API as an OpenAPI 3.1 document, JSON unless YAML is asked for. */
export async function printOpenApiCommand(context: CommandContext): Promise<number> {
  requireReader(context.stdout);
  const document = await buildOpenApi({ version: __VERSION__ });
  await print(context, { data: document, table: () => JSON.stringify(document, null, 2) });
  return 0;
}
