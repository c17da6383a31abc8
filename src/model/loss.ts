import { dayMs, hourMs } from "./time/units.ts";

/** A published family that is gone for this long is missed: the health is degraded, and a notice says so. */
export const missedAfterMs = 600_000;

/** How long a family has to be proven gone before its records may be deleted (`when_lost: delete`). */
export const deleteAfterMs = dayMs;

/** How long before the deletion the log says that it is coming. */
export const tellBeforeMs = hourMs;
