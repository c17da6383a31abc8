import type { LanPrefix } from "./detection.ts";
import type { Family } from "./family.ts";

/** What a client of the gateway told last. What it didn't tell stays as it was. */
export interface RememberedTold extends Partial<Record<Family, string>> {
  readonly prefix?: LanPrefix;
  /** ISO 8601. */
  readonly at: string;
}
