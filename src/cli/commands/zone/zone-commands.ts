import {
  type CommandGroup,
  describeCommand,
  type Flag,
  switchFlag,
  textFlag,
  WrongValue,
} from "../../words/command.ts";
import { columnsFlag, dryRunFlag, sortFlag, yesFlag } from "../../words/shared-flags.ts";

const maxDeletesFlag: Flag<number | undefined> = {
  written: "--max-deletes <percent>",
  about: "how much of the zone may be deleted (default: 30%)",
  unset: undefined,
  read(text) {
    const value = Number(text.replace(/%$/, ""));
    if (/^\d+(?:\.\d+)?%?$/.test(text) && value <= 100) return value;
    throw new WrongValue("a percentage, such as 50%");
  },
};

export const zoneCommands: CommandGroup = {
  name: "zone",
  about: "list, show, create, delete, export and import zones",
  asksApi: true,
  commands: [
    describeCommand({
      name: "list",
      about: "list the account's zones",
      flags: { sort: sortFlag, columns: columnsFlag },
      run: async (context, _, flags) => (await import("./list-zones.ts")).listZonesCommand(context, flags),
    }),
    describeCommand({
      name: "show",
      about: "show one zone, by name or id",
      words: ["<zone>"],
      flags: { columns: columnsFlag },
      run: async (context, [named], flags) =>
        (await import("./show-zone.ts")).showZoneCommand(context, { named, ...flags }),
    }),
    describeCommand({
      name: "create",
      about: "create a zone",
      words: ["<name>"],
      flags: {
        defaultRecords: switchFlag("--default-records", "include the server's usual records"),
        file: textFlag("--file <file>", "include the records of a zone file, - for standard input"),
        dryRun: dryRunFlag,
      },
      run: async (context, [name], flags) =>
        (await import("./create-zone.ts")).createZoneCommand(context, { name, ...flags }),
    }),
    describeCommand({
      name: "delete",
      about: "delete a zone with all its records, after you type its name",
      words: ["<zone>"],
      flags: { yes: yesFlag, dryRun: dryRunFlag },
      run: async (context, [named], flags) =>
        (await import("./delete-zone.ts")).deleteZoneCommand(context, { named, ...flags }),
    }),
    describeCommand({
      name: "export",
      about: "print a zone as a BIND zone file",
      words: ["<zone>"],
      flags: { to: textFlag("--to <file>", "write it to a file") },
      run: async (context, [named], flags) =>
        (await import("./export-zone.ts")).exportZoneCommand(context, { named, ...flags }),
    }),
    describeCommand({
      name: "diff",
      about: "show what an import of a BIND zone file would change; change nothing",
      words: ["<zone>", "[file]"],
      flags: {
        replace: switchFlag("--replace", "compare with an import that also deletes what the file doesn't have"),
        exitCode: switchFlag("--exit-code", "exit with 1 if anything differs"),
      },
      run: async (context, [named, file], flags) =>
        (await import("./diff-zone.ts")).diffZoneCommand(context, { named, file, ...flags }),
    }),
    describeCommand({
      name: "import",
      about: "make a zone's records match a BIND zone file; SOA and the zone's own NS records are kept",
      words: ["<zone>", "[file]"],
      flags: {
        replace: switchFlag("--replace", "also delete what the file doesn't have"),
        maxDeletesPercent: maxDeletesFlag,
        backup: textFlag("--backup <file>", "save the zone as it was in this file; default: beside the imported file"),
        yes: yesFlag,
        dryRun: dryRunFlag,
      },
      run: async (context, [named, file], flags) =>
        (await import("./import-zone.ts")).importZoneCommand(context, { named, file, ...flags }),
    }),
  ],
};
