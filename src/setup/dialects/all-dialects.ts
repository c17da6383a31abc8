import type { Dialect } from "../imported.ts";
import { ddclient } from "./ddclient.ts";
import { ddnsGo } from "./ddns-go.ts";
import { ddnsUpdater } from "./ddns-updater.ts";
import { favonia } from "./favonia.ts";
import { inadyn } from "./inadyn.ts";

/** Whose files can be imported: a new one is a file beside these and its line. */
export const allDialects: readonly Dialect[] = [ddclient, inadyn, ddnsUpdater, favonia, ddnsGo];
