import type { OwnAddressMemory } from "./network/check-own-address.ts";
import type { RouterMemory } from "./router-memory.ts";
import type { RawAnswer } from "./source.ts";

/** What detection keeps between the looks of one process; losing it costs only a few requests. */
export interface DetectionMemory {
  /** By source, uplink interface and family: how many times in a row it did not answer. */
  readonly failures: Map<string, number>;
  /** The last answer of each expensive source of `auto`, valid for 5 minutes; steady ms. */
  readonly expensiveAnswers: Map<string, { readonly raw: RawAnswer; readonly atMs: number }>;
  /** By interface of the uplink, "" for the default route. */
  readonly routers: Map<string, RouterMemory>;
  /** By interface of the uplink, "" for the default route: which of this machine's IPv6 addresses are not answered. */
  readonly ownAddresses: Map<string, OwnAddressMemory>;
}

export function createDetectionMemory(): DetectionMemory {
  return { failures: new Map(), expensiveAnswers: new Map(), routers: new Map(), ownAddresses: new Map() };
}
