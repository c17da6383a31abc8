import type { Clock } from "../../platform/clock.ts";
import { defaultAccount, defaultApiKey, type SimulatorOptions } from "../simulator-options.ts";
import { createStore, type Store } from "./store.ts";

/** Fills the store with what the options say; without any: one account, one all-powerful key, the zone example.no. */
export function seedStore(options: SimulatorOptions, clock: Clock): Store {
  const store = createStore(clock);
  for (const account of options.accounts ?? [defaultAccount]) store.accounts.add(account);
  const custId = store.accounts.list[0]?.custId ?? "1111";
  for (const key of options.apiKeys ?? [{ secret: defaultApiKey, label: "default" }]) {
    store.accounts.addApiKey({ custId, ...key });
  }
  for (const zone of options.zones ?? ["example.no"]) {
    store.zones.add({ custId, ...(typeof zone === "string" ? { name: zone } : zone) });
  }
  return store;
}
