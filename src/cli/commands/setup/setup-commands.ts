import { type Command, describeCommand, type Flag, switchFlag, textFlag } from "../../words/command.ts";

const hostnameFlag: Flag<readonly string[]> = {
  written: "--hostname <name>",
  about: "a name to keep pointed at this network's address; repeatable",
  unset: [],
  read: (text, before) => [...before, text],
};

export const setupCommands: readonly Command[] = [
  describeCommand({
    name: "init",
    about: "write a first configuration: ask a few questions, or take the answers from flags",
    flags: {
      apiKey: textFlag("--api-key <key>", "an API key: @FILE, or - for standard input"),
      username: textFlag("--username <address>", "or the account's e-mail address"),
      password: textFlag("--password <password>", "and its password: @FILE, or - for standard input"),
      hostnames: hostnameFlag,
      force: switchFlag("--force", "replace an existing configuration"),
    },
    asksApi: true,
    run: async (context, _, flags) => (await import("./init-config.ts")).initCommand(context, flags),
  }),
  describeCommand({
    name: "import",
    about: "convert the configuration of ddclient, inadyn, ddns-updater, favonia or ddns-go",
    words: ["<program>", "<file>"],
    flags: {
      write: switchFlag("--write", "write it, and its secrets into separate files, instead of printing it"),
      force: switchFlag("--force", "replace existing files"),
    },
    asksApi: true,
    run: async (context, [program, file], flags) =>
      (await import("./import-config.ts")).importCommand(context, { program, file, ...flags }),
  }),
];
