import { printable } from "../../platform/printable.ts";
import { readXml } from "../../platform/upnp/read-xml.ts";

/** The variables of a router that have to do with its address; `ExternalIPv6Address` is a FRITZ!Box's own. */
const variables = {
  ExternalIPAddress: "its address",
  ExternalIPv6Address: "its IPv6 address",
  ConnectionStatus: "its connection",
} as const;

type RouterVariable = keyof typeof variables;

/** What a router said last, by variable. */
export type RouterValues = ReadonlyMap<RouterVariable, string>;

const maxValueCharacters = 64;

/**
 * Reads the body of an event (UPnP Device Architecture, section 4.3.2): a `propertyset` of variables, as many as the device
 * likes. Null for what is not an event.
 */
export function readEvent(text: string): RouterValues | null {
  const xml = readXml(text);
  if (!xml.ok || xml.root.name !== "propertyset") return null;
  const said = xml.root.children.filter(({ name }) => name === "property").flatMap(({ children }) => children);
  const values = new Map<RouterVariable, string>();
  for (const { name, text: value } of said) {
    if (isVariable(name)) values.set(name, printable(value).slice(0, maxValueCharacters));
  }
  return values;
}

function isVariable(name: string): name is RouterVariable {
  return Object.hasOwn(variables, name);
}

/**
 * What an event tells that was not known, in plain words; null if that is nothing that matters. The first event of all tells
 * how things are: it may have changed since the round before.
 */
export function describeChange(before: RouterValues, event: RouterValues): string | null {
  const changed = [...event].filter(([name, value]) => before.get(name) !== value);
  if (changed.length === 0) return null;
  return changed.map(([name, value]) => `${variables[name]} is ${value === "" ? "gone" : `now ${value}`}`).join(", ");
}
