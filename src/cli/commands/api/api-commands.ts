import { type CommandGroup, describeCommand } from "../../words/command.ts";

/** Beside these, every operation of the API is a command: run-api-words.ts. */
export const apiCommands: CommandGroup = {
  name: "api",
  about: "call any operation of the Gigahost API",
  asksApi: true,
  usage: "SECTION OPERATION [--parameter value …]",
  moreHelp: `
Call any operation by its section and name, with its parameters as flags:
  gigahost-ddns api dns list-records --zone_id 123
  gigahost-ddns api webhosting.files list --id 1234 --path /public_html
  gigahost-ddns api GET /dns/zones              a raw call, for what has no name yet
  gigahost-ddns api SECTION --help              the operations of a section
  gigahost-ddns api SECTION OPERATION --help    its parameters, and an example`,
  commands: [
    describeCommand({
      name: "list",
      about: "list every operation with its path and parameters",
      words: ["[section]"],
      run: async (context, [section]) => (await import("./list-operations.ts")).listOperationsCommand(context, section),
    }),
    describeCommand({
      name: "openapi",
      about: "print an OpenAPI 3.1 document of the whole API",
      run: async (context) => (await import("./print-openapi.ts")).printOpenApiCommand(context),
    }),
  ],
};
