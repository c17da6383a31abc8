import { ddclient } from "./ddclient.ts";
import { fritzbox } from "./fritzbox.ts";
import { inadyn } from "./inadyn.ts";
import { mikrotik } from "./mikrotik.ts";
import { openwrt } from "./openwrt.ts";
import { opnsense } from "./opnsense.ts";
import { pfsense } from "./pfsense.ts";
import { qnap } from "./qnap.ts";
import type { Recipe } from "./recipe.ts";
import { synology } from "./synology.ts";
import { unifi } from "./unifi.ts";

/** By their names in `gateway add --for`. */
export const allRecipes: Readonly<Record<string, Recipe>> = {
  fritzbox,
  unifi,
  opnsense,
  pfsense,
  openwrt,
  synology,
  qnap,
  mikrotik,
  ddclient,
  inadyn,
};
