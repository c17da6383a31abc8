import { type CommandGroup, describeCommand, textFlag } from "../../words/command.ts";
import { columnsFlag } from "../../words/shared-flags.ts";

export const serverCommands: CommandGroup = {
  name: "servers",
  about: "list the account's servers, and inspect one",
  asksApi: true,
  commands: [
    describeCommand({
      name: "list",
      about: "list the account's servers",
      flags: { columns: columnsFlag },
      run: async (context, _, flags) => (await import("./list-servers.ts")).listServersCommand(context, flags),
    }),
    describeCommand({
      name: "status",
      about: "show power state, addresses and traffic of a server",
      words: ["<server>"],
      run: async (context, [named]) =>
        (await import("./show-server-status.ts")).showServerStatusCommand(context, { named }),
    }),
    describeCommand({
      name: "graphs",
      about: "write the graphs of a server's traffic and packets as PNG files",
      words: ["<server>"],
      flags: { to: textFlag("--to <directory>", "the target directory; created if it is missing", ".") },
      run: async (context, [named], { to }) =>
        (await import("./save-graphs.ts")).saveGraphsCommand(context, { named, directory: to }),
    }),
  ],
};
