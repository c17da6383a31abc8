import type { RememberedAddress } from "../../model/detection.ts";
import type { Family } from "../../model/family.ts";
import { type RememberedAccount, type RememberedName, type State, unknownName } from "../../model/state.ts";

/**
 * The state while one round changes it. The outer objects are copied once, at the first change, and the entries are replaced,
 * never changed: thousands of answers cost no copy of the whole, a round without a change costs none, and the state it began
 * with stays as it was.
 */
export interface StateDraft {
  /** A live view; for a value that stays, take it after the last change. */
  readonly state: State;
  /** Whether anything changed that is worth a write to the disk. */
  isChanged(): boolean;
  /** Says that what changed so far is written. */
  markSaved(): void;
  setName(hostname: string, family: Family, change: Partial<RememberedName>): void;
  forgetName(hostname: string, family: Family): void;
  setAccount(change: Partial<RememberedAccount>): void;
  /** Another look at the same address changes nothing that is worth a write. */
  setAddress(uplink: string, family: Family, address: RememberedAddress): void;
}

/** The state with its outer objects open to change. */
interface Draft extends State {
  account: RememberedAccount;
  readonly addresses: Record<string, Partial<Record<Family, RememberedAddress>>>;
  hostnames: Record<string, Partial<Record<Family, RememberedName>>>;
}

export function draftState(start: State): StateDraft {
  const state: Draft = { ...start, addresses: { ...start.addresses }, hostnames: start.hostnames };
  let changed = false;
  const openHostnames = () => {
    if (state.hostnames === start.hostnames) state.hostnames = { ...start.hostnames };
    return state.hostnames;
  };
  return {
    state,
    isChanged: () => changed,
    markSaved() {
      changed = false;
    },
    setName(hostname, family, change) {
      const hostnames = openHostnames();
      const known = ownEntry(hostnames, hostname) ?? {};
      hostnames[hostname] = { ...known, [family]: { ...(known[family] ?? unknownName), ...change } };
      changed = true;
    },
    forgetName(hostname, family) {
      const hostnames = openHostnames();
      const { [family]: _forgotten, ...rest } = ownEntry(hostnames, hostname) ?? {};
      if (Object.keys(rest).length > 0) hostnames[hostname] = rest;
      else delete hostnames[hostname];
      changed = true;
    },
    setAccount(change) {
      state.account = { ...state.account, ...change };
      changed = true;
    },
    setAddress(uplink, family, address) {
      const known = ownEntry(state.addresses, uplink);
      changed ||= known?.[family]?.address !== address.address;
      state.addresses[uplink] = { ...known, [family]: address };
    },
  };
}

/** What is remembered of one hostname and family; null if nothing is. */
export function rememberedName(state: State, hostname: string, family: Family): RememberedName | null {
  return ownEntry(state.hostnames, hostname)?.[family] ?? null;
}

/** What is remembered of one uplink and family; null if nothing is. */
export function rememberedAddress(state: State, uplink: string, family: Family): RememberedAddress | null {
  return ownEntry(state.addresses, uplink)?.[family] ?? null;
}

/** A key may be any name a user can type, `constructor` too: only own entries count. */
function ownEntry<Entry>(entries: Readonly<Record<string, Entry>>, key: string): Entry | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}
