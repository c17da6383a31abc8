import type { Clock } from "../../platform/clock.ts";
import { Accounts } from "./accounts.ts";
import type { CustomerData } from "./customers.ts";
import type { Hosting } from "./hostings.ts";
import type { Servers } from "./servers.ts";
import { Zones } from "./zones.ts";

/** Everything the simulated Gigahost remembers; tests can change it, as a user can on the web page. */
export interface Store {
  readonly accounts: Accounts;
  readonly zones: Zones;
  readonly customer: CustomerData;
  readonly servers: Servers;
  readonly hostings: Hosting[];
}

export function createStore(clock: Clock, rest: Pick<Store, "customer" | "servers" | "hostings">): Store {
  return { accounts: new Accounts(clock), zones: new Zones(), ...rest };
}
