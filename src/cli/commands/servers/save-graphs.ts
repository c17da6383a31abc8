import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openClient } from "../../account/api-account.ts";
import { writeFileSafely } from "../../account/api-download.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { findServer } from "./find-server.ts";

const periods = ["day", "week", "month", "year"] as const;

/** `servers graphs NAME --to DIR`: writes the graphs of a server's port as PNG files; what has no graph is said. */
export async function saveGraphsCommand(
  context: CommandContext,
  { named, directory }: { readonly named: string; readonly directory: string },
): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const { srv_id: id } = await findServer(gigahost, named, options);
  await mkdir(directory, { recursive: true });
  const files: string[] = [];
  const missing: string[] = [];
  const kinds = {
    traffic: await gigahost.servers.network.getTrafficGraphs({ id }, options),
    packets: await gigahost.servers.network.getPacketGraphs({ id }, options),
  };
  for (const [kind, graphs] of Object.entries(kinds)) {
    for (const period of periods) {
      const png = readPng(graphs[`graph_${period}`]);
      const path = join(directory, `${id}-${kind}-${period}.png`);
      if (png === null) missing.push(`${kind} of the ${period}`);
      else await writeFileSafely(path, png);
      if (png !== null) files.push(path);
    }
  }
  if (missing.length > 0) context.stderr.write(`no graph of: ${missing.join(", ")}\n`);
  await print(context, { data: { files, missing }, table: files.join("\n") });
  return 0;
}

const signature = "\u0089PNG\r\n\u001a\n";

/** PNG in base64, with `data:image/png;base64,` before it or not; null for anything else, nothing included. */
function readPng(encoded: unknown): Buffer | null {
  if (typeof encoded !== "string") return null;
  const bytes = Buffer.from(encoded.replace(/^data:image\/png;base64,/, ""), "base64");
  return bytes.subarray(0, signature.length).toString("latin1") === signature ? bytes : null;
}
