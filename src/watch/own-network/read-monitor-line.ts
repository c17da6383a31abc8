import { parseAddress } from "../../model/address.ts";

/** How far an address may be used. `tentative`: not yet, or never, known to be unique on the link. */
export type AddressState = "usable" | "deprecated" | "tentative" | "gone";

export type MonitorLine =
  | {
      readonly kind: "address";
      readonly interfaceName: string;
      readonly address: string;
      readonly state: AddressState;
    }
  /** A route to the whole Internet, or to a large part of it. */
  | { readonly kind: "route"; readonly route: string; readonly gone: boolean };

/**
 * Reads a line of `ip -o monitor address route`. Null for what can't change a public address: privacy and link-local
 * addresses, routes within the LAN (a machine with containers adds and removes them all day).
 */
export function readMonitorLine(line: string): MonitorLine | null {
  const all = line.split(/[ \t\\]/).filter((word) => word !== "");
  const gone = all[0] === "Deleted";
  const words = gone ? all.slice(1) : all;
  return words[2] === "inet" || words[2] === "inet6" ? readAddress(words, gone) : readRoute(words, gone);
}

function readAddress(words: readonly string[], gone: boolean): MonitorLine | null {
  const [, interfaceName = "", , text = ""] = words;
  const address = parseAddress(text.split("/", 1)[0] ?? "")?.text;
  const scope = words[words.indexOf("scope") + 1];
  if (address === undefined || scope !== "global" || words.includes("temporary")) return null;
  return { kind: "address", interfaceName, address, state: gone ? "gone" : readState(words) };
}

function readState(words: readonly string[]): AddressState {
  if (words.includes("tentative") || words.includes("dadfailed")) return "tentative";
  // Linux forgets for a moment, at each advertisement that says so, that an address is deprecated.
  const isOver = words[words.indexOf("preferred_lft") + 1] === "0sec";
  return words.includes("deprecated") || isOver ? "deprecated" : "usable";
}

/** Kinds of routes that lead nowhere. */
const dead = ["unreachable", "blackhole", "prohibit"];
/** VPNs halve the default route, and some name all of IPv6 that is in use (2000::/3). */
const maxWidth = 3;

function readRoute(words: readonly string[], gone: boolean): MonitorLine | null {
  const destination = words[dead.includes(words[0] ?? "") ? 1 : 0] ?? "";
  const width = destination === "default" ? 0 : Number(destination.split("/")[1] ?? Number.NaN);
  if (!(width <= maxWidth)) return null;
  return { kind: "route", route: words.filter((_, index) => !isLifetime(words, index)).join(" "), gone };
}

/** `expires 1789sec`: counts down, and is set again with each router advertisement. */
function isLifetime(words: readonly string[], index: number): boolean {
  return words[index] === "expires" || words[index - 1] === "expires";
}
