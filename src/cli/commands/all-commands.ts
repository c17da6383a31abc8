import type { Command, CommandGroup } from "../words/command.ts";
import { acmeCommands } from "./acme/acme-commands.ts";
import { apiCommands } from "./api/api-commands.ts";
import { clusterCommands } from "./cluster-commands.ts";
import { completionCommand } from "./completion/completion-command.ts";
import { configCommands } from "./config/config-commands.ts";
import { daemonCommands, notifyCommands } from "./daemon-commands.ts";
import { gatewayCommands } from "./gateway/gateway-commands.ts";
import { recordCommands } from "./record/record-commands.ts";
import { serverCommands } from "./servers/server-commands.ts";
import { setupCommands } from "./setup/setup-commands.ts";
import { zoneCommands } from "./zone/zone-commands.ts";

/** In the order of the help. */
export const allCommands: readonly (Command | CommandGroup)[] = [
  ...daemonCommands,
  notifyCommands,
  ...setupCommands,
  configCommands,
  zoneCommands,
  recordCommands,
  serverCommands,
  gatewayCommands,
  apiCommands,
  acmeCommands,
  ...clusterCommands,
  completionCommand,
];
