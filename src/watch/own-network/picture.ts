import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { InterfaceAddress } from "../../platform/network/network-interfaces.ts";
import type { AddressState, MonitorLine } from "./read-monitor-line.ts";

/** What this machine's network last looked like, so that only a difference is an event: routers repeat themselves. */
export interface Picture {
  /** What a line of the monitor changed, in plain words; null if nothing that matters. */
  noteLine(line: MonitorLine): string | null;
  /** What differs from all the addresses seen before, in plain words; null if nothing that matters. */
  noteAddresses(addresses: readonly InterfaceAddress[]): string | null;
}

/** Of a machine that has more, the older ones are forgotten, and then told once more than needed. */
const maxEntries = 4096;
const maxTold = 5;

export function createPicture(): Picture {
  const states = new Map<string, AddressState>();
  const routes = new Set<string>();
  const noteState = (key: string, state: AddressState): string | null => {
    const before = states.get(key) ?? "gone";
    if (state === "gone") states.delete(key);
    else states.set(key, state);
    forgetOldest(states);
    // Nothing can be done with it before it is usable, and it is reported then.
    if (state === before || (state === "tentative" && before === "gone")) return null;
    if (state === "gone" && before === "tentative") return null;
    return describe(key, state);
  };
  return {
    noteLine(line) {
      if (line.kind === "address") return noteState(`${line.interfaceName} ${line.address}`, line.state);
      const isKnown = routes.has(line.route);
      if (line.gone) routes.delete(line.route);
      else routes.add(line.route);
      forgetOldest(routes);
      return isKnown && !line.gone ? null : `route ${line.gone ? "gone" : "added"}: ${line.route}`;
    },
    noteAddresses(addresses) {
      const now = new Map(addresses.filter(isOfInterest).map((entry) => [keyOf(entry), stateOf(entry)]));
      const left = [...states.keys()].filter((key) => !now.has(key)).map((key) => noteState(key, "gone"));
      const others = [...now].map(([key, state]) => noteState(key, state));
      const told = [...left, ...others].filter((each) => each !== null);
      return told.length === 0 ? null : told.slice(0, maxTold).join("; ");
    },
  };
}

function describe(key: string, state: AddressState): string {
  const [interfaceName, address] = key.split(" ");
  return `${address} on ${interfaceName} is ${state}`;
}

function keyOf({ interfaceName, address }: InterfaceAddress): string {
  return `${interfaceName} ${address}`;
}

function stateOf({ tentative, deprecated, running }: InterfaceAddress): AddressState {
  if (tentative || !running) return "tentative";
  return deprecated ? "deprecated" : "usable";
}

function isOfInterest({ address, temporary }: InterfaceAddress): boolean {
  return !temporary && !/, (loopback|link-local)/.test(whyNotPublic(address) ?? "");
}

function forgetOldest(entries: Map<string, unknown> | Set<string>): void {
  const [oldest] = entries.size > maxEntries ? entries.keys() : [];
  if (oldest !== undefined) entries.delete(oldest);
}
