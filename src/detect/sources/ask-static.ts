import type { RawAnswer } from "../source.ts";
import type { StaticSpec } from "../source-spec.ts";

/** `static:ADDRESS`: always the same answer. */
export async function askStatic({ address }: StaticSpec): Promise<RawAnswer> {
  return { kind: "address", address };
}
