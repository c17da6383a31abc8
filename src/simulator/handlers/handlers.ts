import type { Handlers } from "../call.ts";
import { authenticateHandlers } from "./authenticate.ts";
import { dyndnsHandlers } from "./dyndns.ts";
import { recordHandlers } from "./records.ts";
import { zoneHandlers } from "./zones.ts";

/** What every operation does here. */
export const handlers: Handlers = {
  ...authenticateHandlers,
  ...dyndnsHandlers,
  ...zoneHandlers,
  ...recordHandlers,
};
