import { type CommandGroup, describeCommand } from "../../words/command.ts";

export const configCommands: CommandGroup = {
  name: "config",
  about: "check, show and describe the configuration",
  commands: [
    describeCommand({
      name: "check",
      about: "read the configuration and name every mistake in it",
      run: async (context) => (await import("./check-config.ts")).configCheckCommand(context),
    }),
    describeCommand({
      name: "show",
      about: "print the effective configuration, secrets masked, with each value's origin",
      run: async (context) => (await import("./show-config.ts")).configShowCommand(context),
    }),
    describeCommand({
      name: "schema",
      about: "print the configuration's JSON Schema",
      run: async (context) => (await import("./print-config-schema.ts")).configSchemaCommand(context),
    }),
  ],
};
