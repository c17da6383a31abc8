import type { RawAnswer } from "../source.ts";
import type { RouterSpec } from "../source-spec.ts";

/** `pcp:`, `natpmp:`, `upnp:`: the router's own word. */
export async function askRouter({ kind }: RouterSpec): Promise<RawAnswer> {
  return { kind: "none", reason: `${kind}: is not supported in this version` };
}
