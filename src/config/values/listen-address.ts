import { ipVersion } from "../../model/addresses/ip-version.ts";
import { maxPort } from "../../model/addresses/max-port.ts";

/**
 * `127.0.0.1:8245`, `[::1]:8245`, `localhost:8245`; without a host (`:8245`) every IPv4 address of the machine, and
 * `[::]:8245` both families. Port 0 takes any that is free. Null for what is not such a thing.
 */
export function parseListenAddress(text: string): { readonly host: string; readonly port: number } | null {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > maxPort) return null;
  if (bracketed !== undefined) return ipVersion(bracketed) === 6 ? { host: bracketed, port } : null;
  if (plain === undefined || plain === "" || plain === "*") return { host: "0.0.0.0", port };
  return ipVersion(plain) === 4 || isName(plain) ? { host: plain.toLowerCase(), port } : null;
}

/** A name that can't be mistaken for a mistyped address. */
function isName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && /[a-z]/i.test(text);
}
