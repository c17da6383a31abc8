import { type Command, InvalidArgumentError, Option } from "commander";
import { maxTtlSeconds, readTtl } from "../../api/zone-file/read-ttl.ts";
import { explainFailures, UsageError } from "../account/api-failure.ts";
import type { CommandContext } from "../command-context.ts";
import type { Tie } from "./register-commands.ts";

type Words = readonly (string | string[] | undefined)[];
type Options = Record<string, unknown>;

/** The commands of the account: zones, records, servers, and the API as it is. */
export function registerApiCommands(program: Command, tie: Tie): void {
  const tieExplained: Tie = (command, run) =>
    tie(command, (context, words, options) =>
      explainFailures(context, async () => {
        requireWords(command, words, options);
        return run(context, words, options);
      }),
    );
  registerZoneCommands(program, tieExplained);
  registerRecordCommands(program, tieExplained);
  registerServerCommands(program, tieExplained);
  registerPlainApiCommands(program, tieExplained);
  registerClusterCommands(program, tieExplained);
}

/** An empty word is a variable that isn't set, and means nothing: least of all everything, or the zone itself. */
function requireWords(command: Command, words: Words, options: Options): void {
  const names = command.registeredArguments.map((argument) => argument.name().toUpperCase());
  const empty = words.flatMap((word, index) =>
    [word].flat().some(isBlank) ? [`${names[index] ?? "an argument"} is empty`] : [],
  );
  const flags = command.options.filter((option) => isBlank(options[option.attributeName()]));
  const problems = [...empty, ...flags.map(({ long, flags: short }) => `${long ?? short} is empty`)];
  if (problems.length > 0) throw new UsageError(problems, "a variable that is not set?");
}

const isBlank = (value: unknown) => typeof value === "string" && value.trim() === "";
const columnsOption = () => new Option("--columns <names>", "columns of the table, with commas between");
const sortOption = () => new Option("--sort <column>", "sort by a column; :desc behind it turns the order round");
const yesOption = () => new Option("-y, --yes", "don't ask");
const dryRunOption = () => new Option("--dry-run", "show what would be done, and do nothing");

const text = (words: Words, index: number) => String(words[index] ?? "");
const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
const listIn = (value: unknown) => (typeof value === "string" ? value.split(",").map((word) => word.trim()) : []);
const columnsOf = ({ columns }: Options) => (textOrNull(columns) === null ? null : listIn(columns));
const flagsOf = ({ yes, dryRun }: Options) => ({ yes: yes === true, dryRun: dryRun === true });

function registerZoneCommands(program: Command, tie: Tie): void {
  const zone = program.command("zone").description("list, show, create, delete, export and import zones");
  tie(
    zone.command("list").description("list the account's zones").addOption(sortOption()).addOption(columnsOption()),
    async (context, _, options) =>
      (await import("../commands/zone/list-zones.ts")).listZonesCommand(context, {
        sort: textOrNull(options.sort),
        columns: columnsOf(options),
      }),
  );
  tie(
    zone.command("show <zone>").description("show one zone, by name or id").addOption(columnsOption()),
    async (context, words, options) =>
      (await import("../commands/zone/show-zone.ts")).showZoneCommand(context, {
        named: text(words, 0),
        columns: columnsOf(options),
      }),
  );
  tie(
    zone
      .command("create <name>")
      .description("create a zone")
      .option("--default-records", "with the server's usual records")
      .option("--file <file>", "with the records of a zone file, - for standard input")
      .addOption(dryRunOption()),
    async (context, words, options) =>
      (await import("../commands/zone/create-zone.ts")).createZoneCommand(context, {
        name: text(words, 0),
        defaultRecords: options.defaultRecords === true,
        file: textOrNull(options.file),
        dryRun: options.dryRun === true,
      }),
  );
  tie(
    zone
      .command("delete <zone>")
      .description("delete a zone with all its records; its name has to be typed")
      .addOption(yesOption())
      .addOption(dryRunOption()),
    async (context, words, options) =>
      (await import("../commands/zone/delete-zone.ts")).deleteZoneCommand(context, {
        named: text(words, 0),
        ...flagsOf(options),
      }),
  );
  registerZoneFileCommands(zone, tie);
}

function registerZoneFileCommands(zone: Command, tie: Tie): void {
  tie(
    zone
      .command("export <zone>")
      .description("print a zone as a BIND zone file")
      .option("--to <file>", "write it to a file"),
    async (context, words, options) =>
      (await import("../commands/zone/export-zone.ts")).exportZoneCommand(context, {
        named: text(words, 0),
        to: textOrNull(options.to),
      }),
  );
  tie(
    zone
      .command("diff <zone> [file]")
      .description("show what an import of a BIND zone file would change; changes nothing")
      .option("--replace", "as an import that also deletes what the file doesn't have")
      .option("--exit-code", "exit 1 where something differs"),
    async (context, words, options) =>
      (await import("../commands/zone/diff-zone.ts")).diffZoneCommand(context, {
        named: text(words, 0),
        file: fileOrStdin(context, words[1]),
        replace: options.replace === true,
        exitCode: options.exitCode === true,
      }),
  );
  tie(
    zone
      .command("import <zone> [file]")
      .description("make a zone's records as a BIND zone file says; SOA and the zone's own NS stay")
      .option("--replace", "also delete what the file doesn't have")
      .addOption(
        new Option("--max-deletes <percent>", "how much of the zone may be deleted, 30% unless given").argParser(
          percent,
        ),
      )
      .option("--backup <file>", "keep the zone as it was there; unless given, in a file named in the output")
      .addOption(yesOption())
      .addOption(dryRunOption()),
    async (context, words, options) =>
      (await import("../commands/zone/import-zone.ts")).importZoneCommand(context, {
        named: text(words, 0),
        file: fileOrStdin(context, words[1]),
        replace: options.replace === true,
        maxDeletesPercent: numberOrNone(options.maxDeletes),
        backup: textOrNull(options.backup),
        ...flagsOf(options),
      }),
  );
}

const numberOrNone = (value: unknown) => (typeof value === "number" ? value : undefined);

function percent(written: string): number {
  const value = Number(written.replace(/%$/, ""));
  if (/^\d+(?:\.\d+)?%?$/.test(written) && value <= 100) return value;
  throw new InvalidArgumentError("expected a percentage, as 50%.");
}

function fileOrStdin({ stdin }: CommandContext, file: Words[number]): string {
  if (typeof file === "string") return file;
  if (stdin.isTTY === true) throw new UsageError(["which zone file? Give its name, or - for standard input"]);
  return "-";
}

function registerRecordCommands(program: Command, tie: Tie): void {
  const record = program.command("record").description("list, set, add and delete records");
  tie(
    record
      .command("list [zone]")
      .description("list the records of a zone, or of all")
      .option("--name <name>", "only records of that name, relative or in full")
      .option("--type <types>", "only records of these types, with commas between")
      .option("--value <text>", "only records with this text in their value")
      .addOption(sortOption())
      .addOption(columnsOption()),
    async (context, words, options) =>
      (await import("../commands/record/list-records.ts")).listRecordsCommand(context, {
        named: textOrNull(words[0]),
        name: textOrNull(options.name),
        types: listIn(options.type).map((type) => type.toUpperCase()),
        value: textOrNull(options.value),
        sort: textOrNull(options.sort),
        columns: columnsOf(options),
      }),
  );
  tie(
    describeWriting(record.command("set <name> <type> <values...>")).description(
      "make the records of a name and type exactly these",
    ),
    async (context, words, options) =>
      (await import("../commands/record/set-records.ts")).setRecordsCommand(context, toWrite(words, options)),
  );
  tie(
    describeWriting(record.command("add <name> <type> <values...>")).description("add records beside those there are"),
    async (context, words, options) =>
      (await import("../commands/record/add-records.ts")).addRecordsCommand(context, toWrite(words, options)),
  );
  tie(
    record
      .command("delete <name> <type> [values...]")
      .description("delete the records of these values, and no others; the name has to be typed")
      .option("--all", "delete every record of that name and type")
      .addOption(zoneOption())
      .addOption(yesOption())
      .addOption(dryRunOption()),
    async (context, words, options) =>
      (await import("../commands/record/delete-records.ts")).deleteRecordsCommand(context, toDelete(words, options)),
  );
}

const zoneOption = () => new Option("--zone <zone>", "the zone, by name or id; the name is relative to it then");

function describeWriting(command: Command): Command {
  return command
    .addOption(new Option("--ttl <time>", "time to live: seconds, or 5m, 1h, 1d").argParser(ttlSeconds))
    .addOption(zoneOption())
    .addOption(yesOption())
    .addOption(dryRunOption())
    .addHelpText("after", '\nExample: gigahost-ddns record set example.no MX "10 mail.example.no."');
}

function ttlSeconds(written: string): number {
  const seconds = readTtl(written);
  if (seconds !== null && seconds >= 1 && seconds <= maxTtlSeconds) return seconds;
  throw new InvalidArgumentError(`expected seconds from 1 to ${maxTtlSeconds}, or a time as 5m, 1h, 1d.`);
}

function named(words: Words, { zone }: Options) {
  const values = Array.isArray(words[2]) ? words[2] : [];
  return { name: text(words, 0), type: text(words, 1), values, zone: textOrNull(zone) };
}

function toWrite(words: Words, options: Options) {
  const { ttl } = options;
  return { ...named(words, options), ...flagsOf(options), ttlSeconds: numberOrNone(ttl) };
}

function toDelete(words: Words, options: Options) {
  const given = { ...named(words, options), ...flagsOf(options), all: options.all === true };
  if (given.all !== given.values.length > 0) return given;
  const problem = given.all ? "give values or --all, not both" : "say which values to delete, or --all";
  throw new UsageError([problem], "`gigahost-ddns record list` shows what there is");
}

function registerServerCommands(program: Command, tie: Tie): void {
  const servers = program.command("servers").description("list the account's servers and look at one");
  tie(
    servers.command("list").description("list the account's servers").addOption(columnsOption()),
    async (context, _, options) =>
      (await import("../commands/servers/list-servers.ts")).listServersCommand(context, {
        columns: columnsOf(options),
      }),
  );
  tie(
    servers.command("status <server>").description("show power state, addresses and traffic of a server"),
    async (context, words) =>
      (await import("../commands/servers/show-server-status.ts")).showServerStatusCommand(context, {
        named: text(words, 0),
      }),
  );
  tie(
    servers
      .command("graphs <server>")
      .description("write the graphs of a server's traffic and packets as PNG files")
      .option("--to <directory>", "where to; made if it isn't there", "."),
    async (context, words, options) =>
      (await import("../commands/servers/save-graphs.ts")).saveGraphsCommand(context, {
        named: text(words, 0),
        directory: String(options.to),
      }),
  );
}

const apiHelp = `
Any operation is called by its section and name, its parameters being flags:
  gigahost-ddns api dns list-records --zone_id 123
  gigahost-ddns api webhosting.files list --id 1234 --path /public_html
  gigahost-ddns api GET /dns/zones              a raw call, for what has no name yet
  gigahost-ddns api SECTION --help              the operations of a section
  gigahost-ddns api SECTION OPERATION --help    its parameters, and an example`;

function registerPlainApiCommands(program: Command, tie: Tie): void {
  const api = program
    .command("api")
    .description("call any operation of the Gigahost API")
    .usage("SECTION OPERATION [--parameter value …]")
    .addHelpText("after", apiHelp);
  tie(
    api.command("list [section]").description("list every operation with its path and parameters"),
    async (context, words) =>
      (await import("../commands/api/list-operations.ts")).listOperationsCommand(context, textOrNull(words[0])),
  );
  tie(api.command("openapi").description("print an OpenAPI 3.1 document of the whole API"), async (context) =>
    (await import("../commands/api/print-openapi.ts")).printOpenApiCommand(context),
  );
}

function registerClusterCommands(program: Command, tie: Tie): void {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  tie(
    program
      .command("external-dns")
      .description("be the webhook provider of Kubernetes' external-dns, in the foreground")
      .option("--listen <address>", "where external-dns asks", "127.0.0.1:8888")
      .option("--health <address>", "where /healthz is answered; none for nowhere", "0.0.0.0:8080")
      .option("--domain-filter <name>", "only this zone or name and what is below it; repeatable", collect, []),
    async (context, _, options) =>
      (await import("../commands/external-dns.ts")).externalDnsCommand(context, {
        listen: String(options.listen),
        health: String(options.health),
        domainFilters: options.domainFilter as readonly string[], // as collected
      }),
  );
}
