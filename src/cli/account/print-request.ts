import type { PreviewedRequest } from "../../api/send/preview-request.ts";
import type { CommandContext } from "../command-context.ts";
import { print } from "../output/output.ts";

/** `--dry-run`: prints the request that would be sent, its secrets masked. Nothing is sent. */
export async function printRequest(context: CommandContext, request: PreviewedRequest): Promise<number> {
  await print(context, { data: request, table: () => describe(request) });
  return 0;
}

function describe({ method, url, headers, body }: PreviewedRequest): string {
  const lines = [`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body === null) return lines.join("\n");
  return [...lines, "", typeof body === "string" ? body : JSON.stringify(body, null, 2)].join("\n");
}
