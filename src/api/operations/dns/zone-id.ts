import { path } from "../../operation.ts";
import { id } from "../../values/request-values.ts";

export const zoneId = path(id, "Id of the zone, as `listZones` gives it.");
