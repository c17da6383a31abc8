import type { Caller } from "./authentication.ts";
import type { SectionPermission } from "./store/accounts.ts";
import type { Zone } from "./store/zones.ts";

/** Whether an API key gives access to this path at all; passwords and sessions give access to everything. */
export function mayCall(caller: Caller, method: string, path: string): boolean {
  if (!caller.key) return true;
  if (neverByKey.test(path)) return false;
  const permission = caller.key.permissions[sectionOf(path)];
  return permission !== undefined && (permission.mode === "rw" || !isWrite(method, path));
}

/** Whether the key has access to this one zone, server or web hosting. */
export function mayTouch(caller: Caller, section: string, id: string | number): boolean {
  const permission = caller.key?.permissions[section];
  return !caller.key || (permission !== undefined && (unlimited(permission) || hasId(permission, String(id))));
}

export function mayCreate(caller: Caller, section: string): boolean {
  const permission = caller.key?.permissions[section];
  return !caller.key || (permission !== undefined && unlimited(permission));
}

/** The customer's zones, as far as the caller may see them. */
export function visibleZones(caller: Caller, zones: readonly Zone[]): Zone[] {
  return zones.filter((zone) => zone.custId === caller.account.custId && mayTouch(caller, "dns", zone.id));
}

function unlimited(permission: SectionPermission): boolean {
  return permission.all ?? permission.ids === undefined;
}

function hasId(permission: SectionPermission, id: string): boolean {
  return (permission.ids ?? []).some((each) => String(each) === id);
}

/** Reported from the live API: an API key gets 403 on these, whatever its permissions. */
const neverByKey = /^\/(?:account\/apikeys|account\/activity|my)(?:\/|$)/u;

function sectionOf(path: string): string {
  if (/^\/(?:servers|reinstall|bgp|deploy)(?:\/|$)/u.test(path)) return "servers";
  if (/^\/account\/topup(?:\/|$)/u.test(path)) return "billing";
  return path.split("/")[1] ?? "";
}

/** GETs that change something count as writes. */
function isWrite(method: string, path: string): boolean {
  return method !== "GET" || /^\/(?:dns\/dyndns|servers\/\d+\/(?:reboot|power\/))/u.test(path);
}
