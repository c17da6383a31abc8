import type { Gigahost } from "../../api/gigahost.ts";
import type { PublishOptions } from "../engine.ts";
import type { ZonesVerdict } from "../remember/remember-zones.ts";
import { callLimits } from "./call-limits.ts";
import { isRefusal } from "./is-refusal.ts";
import type { ZoneList } from "./zone-list.ts";

/** Which zones the credential sees, with one `GET /dns/zones`, which the records engine needs not ask again; never rejects. */
export async function listZoneNames(
  client: () => Promise<Gigahost>,
  list: ZoneList,
  { signal, onRequest }: PublishOptions,
): Promise<ZonesVerdict> {
  try {
    const { zones, fault } = await list.get(await client(), { ...callLimits, signal, onRequest }, "fresh");
    if (fault !== null) return { kind: "unknown" };
    return { kind: "zones", zones: zones.map(({ zoneName }) => zoneName) };
  } catch (error) {
    return { kind: isRefusal(error) ? "refused" : "unknown" };
  }
}
