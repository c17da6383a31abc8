import { maxTtlSeconds, readTtl } from "../../../api/zone-file/read-ttl.ts";
import {
  type CommandGroup,
  describeCommand,
  type Flag,
  switchFlag,
  textFlag,
  WrongValue,
} from "../../words/command.ts";
import { columnsFlag, dryRunFlag, sortFlag, splitList, yesFlag } from "../../words/shared-flags.ts";

const ttlFlag: Flag<number | undefined> = {
  written: "--ttl <time>",
  about: "time to live: seconds, or 5m, 1h, 1d",
  unset: undefined,
  read(text) {
    const seconds = readTtl(text);
    if (seconds !== null && seconds >= 1 && seconds <= maxTtlSeconds) return seconds;
    throw new WrongValue(`seconds from 1 to ${maxTtlSeconds}, or a duration such as 5m, 1h, 1d`);
  },
};
const typesFlag: Flag<readonly string[]> = {
  written: "--type <types>",
  about: "only records of these types, separated by commas",
  unset: [],
  read: (text) => splitList(text.toUpperCase()),
};
const zoneFlag = textFlag("--zone <zone>", "the zone, by name or id; the name is then relative to it");
const removing = { zone: zoneFlag, yes: yesFlag, dryRun: dryRunFlag };
const writing = { ttlSeconds: ttlFlag, ...removing };
const example = '\nExample: gigahost-ddns record set example.no MX "10 mail.example.no."';

export const recordCommands: CommandGroup = {
  name: "record",
  about: "list, set, add and delete records",
  asksApi: true,
  commands: [
    describeCommand({
      name: "list",
      about: "list the records of a zone, or of all zones",
      words: ["[zone]"],
      flags: {
        name: textFlag("--name <name>", "only records with that name, relative or full"),
        types: typesFlag,
        value: textFlag("--value <text>", "only records with this text in their value"),
        sort: sortFlag,
        columns: columnsFlag,
      },
      run: async (context, [named], flags) =>
        (await import("./list-records.ts")).listRecordsCommand(context, { named, ...flags }),
    }),
    describeCommand({
      name: "set",
      about: "replace the records of a name and type with exactly these",
      words: ["<name>", "<type>", "<values...>"],
      flags: writing,
      moreHelp: example,
      run: async (context, [name, type, values], flags) =>
        (await import("./set-records.ts")).setRecordsCommand(context, { name, type, values, ...flags }),
    }),
    describeCommand({
      name: "add",
      about: "add records beside existing ones",
      words: ["<name>", "<type>", "<values...>"],
      flags: writing,
      moreHelp: example,
      run: async (context, [name, type, values], flags) =>
        (await import("./add-records.ts")).addRecordsCommand(context, { name, type, values, ...flags }),
    }),
    describeCommand({
      name: "delete",
      about: "delete the records with these values, and no others, after you type the name",
      words: ["<name>", "<type>", "[values...]"],
      flags: { all: switchFlag("--all", "delete every record of that name and type"), ...removing },
      run: async (context, [name, type, values], flags) =>
        (await import("./delete-records.ts")).deleteRecordsCommand(context, { name, type, values, ...flags }),
    }),
  ],
};
