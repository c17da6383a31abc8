import type { Clock } from "../../platform/clock.ts";
import { defaultAccount, defaultApiKey, type SimulatorOptions } from "../simulator-options.ts";
import { createCustomerData } from "./customers.ts";
import { createHosting } from "./hostings.ts";
import { createServers } from "./servers.ts";
import { createStore, type Store } from "./store.ts";

/** Fills the store as the options say; by default with one account, one all-powerful key, the zone example.no. */
export function seedStore(options: SimulatorOptions, clock: Clock): Store {
  const accounts = options.accounts ?? [defaultAccount];
  const custId = accounts[0]?.custId ?? "1111";
  const store = createStore(clock, {
    customer: createCustomerData(accounts[0]?.username ?? defaultAccount.username),
    servers: createServers(custId),
    hostings: [createHosting(1234, custId, "example.no")],
  });
  for (const account of accounts) store.accounts.add(account);
  for (const key of options.apiKeys ?? [{ secret: defaultApiKey, label: "default" }]) {
    store.accounts.addApiKey({ custId, ...key });
  }
  for (const zone of options.zones ?? ["example.no"]) {
    store.zones.add({ custId, ...(typeof zone === "string" ? { name: zone } : zone) });
  }
  return store;
}
