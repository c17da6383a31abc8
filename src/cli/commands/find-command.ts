import type { Command, CommandGroup } from "../words/command.ts";
import { daemonCommands } from "./daemon-commands.ts";

/** The groups by their first word, each loaded only where a command line names it. `api` has words of its own. */
const groups: Readonly<Record<string, () => Promise<CommandGroup>>> = {
  acme: async () => (await import("./acme/acme-commands.ts")).acmeCommands,
  config: async () => (await import("./config/config-commands.ts")).configCommands,
  gateway: async () => (await import("./gateway/gateway-commands.ts")).gatewayCommands,
  record: async () => (await import("./record/record-commands.ts")).recordCommands,
  servers: async () => (await import("./servers/server-commands.ts")).serverCommands,
  zone: async () => (await import("./zone/zone-commands.ts")).zoneCommands,
};

export interface FoundCommand {
  readonly command: Command;
  /** The words behind its name. */
  readonly rest: readonly string[];
  /** Its failures are reported like those of the API. */
  readonly asksApi: boolean;
}

/** The command that a line begins with, without the descriptions of most others; null for one that isn't found that way. */
export async function findCommand([first = "", ...rest]: readonly string[]): Promise<FoundCommand | null> {
  const single = daemonCommands.find(({ name }) => name === first);
  if (single !== undefined) return { command: single, rest, asksApi: single.asksApi === true };
  const load = Object.hasOwn(groups, first) ? groups[first] : undefined;
  const group = await load?.();
  const [second, ...behind] = rest;
  const command = group?.commands.find(({ name }) => name === second);
  return command ? { command, rest: behind, asksApi: (command.asksApi ?? group?.asksApi) === true } : null;
}
