import { events } from "./events.ts";
import { healthz } from "./healthz.ts";
import { history } from "./history.ts";
import { login } from "./login.ts";
import { metrics } from "./metrics.ts";
import { page } from "./page.ts";
import { readyz } from "./readyz.ts";
import { retry } from "./retry.ts";
import type { Route } from "./route.ts";
import { status } from "./status.ts";
import { update } from "./update.ts";

/** Every path of the server; to add one, add a file beside these and a line here. */
export const allRoutes: readonly Route[] = [
  page,
  healthz,
  readyz,
  status,
  history,
  events,
  metrics,
  update,
  retry,
  login,
];
