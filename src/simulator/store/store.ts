import type { Clock } from "../../platform/clock.ts";
import { Accounts } from "./accounts.ts";
import { Zones } from "./zones.ts";

/** Everything the simulated Gigahost remembers; open to tests, as the web page is to a user. */
export interface Store {
  readonly accounts: Accounts;
  readonly zones: Zones;
}

export function createStore(clock: Clock): Store {
  return { accounts: new Accounts(clock), zones: new Zones() };
}
