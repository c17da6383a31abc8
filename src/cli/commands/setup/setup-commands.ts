import { type Command, describeCommand, switchFlag } from "../../words/command.ts";

export const setupCommands: readonly Command[] = [
  describeCommand({
    name: "import",
    about: "turn the configuration of ddclient, inadyn, ddns-updater, favonia or ddns-go into one of ours",
    words: ["<program>", "<file>"],
    flags: {
      write: switchFlag("--write", "write it, and its secrets into files of their own, instead of printing it"),
      force: switchFlag("--force", "replace what is there"),
    },
    asksApi: true,
    run: async (context, [program, file], flags) =>
      (await import("./import-config.ts")).importCommand(context, { program, file, ...flags }),
  }),
];
