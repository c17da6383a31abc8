import { refuse, type SimulatedAnswer } from "../../answer.ts";
import type { Call, Handler } from "../../call.ts";
import { mayTouch, visibleZones } from "../../permissions.ts";
import { touch, type Zone } from "../../store/zones.ts";

type ZoneHandler = (call: Call, zone: Zone) => SimulatedAnswer;

/** Finds the zone of the path; 404 for an unknown or foreign one, 403 for one outside the key's limits. */
export function withZone(handle: (call: Call, zone: Zone) => SimulatedAnswer | Promise<SimulatedAnswer>): Handler {
  return (call) => {
    const id = call.path.zone_id ?? "";
    const zone = call.store.zones.list.find((each) => each.id === id && each.custId === call.caller.account.custId);
    if (!zone) return refuse(404, "Zone not found.");
    if (!mayTouch(call.caller, "dns", id)) return refuse(403, "You do not have permission for this operation.");
    return handle(call, zone);
  };
}

/** A write: it keeps the zone busy for a while; a second write during that time gets a 500. */
export function withBusyZone(change: ZoneHandler): Handler {
  return withZone(async (call, zone) => {
    if (zone.busy) return refuse(500, "Could not update the zone.");
    zone.busy = true;
    try {
      await new Promise((resolve) => setTimeout(resolve, call.habits.zoneWriteMs));
      const answer = change(call, zone);
      if (answer.status < 300) touch(zone, call.clock.wallMs());
      return answer;
    } finally {
      zone.busy = false;
    }
  });
}

export function callersZones(call: Call): Zone[] {
  return visibleZones(call.caller, call.store.zones.list);
}
