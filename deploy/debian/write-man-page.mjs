// Prints the man page, made from what the commands say of themselves: node deploy/debian/write-man-page.mjs [DATE]
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const { allCommands, globalFlags } = await loadCommands();

const text = (written) =>
  written
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replace(/^(?=[.'])/gm, "\\&");
const bold = (word) => `\\fB${text(word)}\\fR`;
const sentence = (about) => `${text(about[0].toUpperCase() + about.slice(1))}.`;

const page = [
  `.TH GIGAHOST\\-DDNS 1 "${process.argv[2] ?? ""}" "gigahost-ddns ${version}" "User Commands"`,
  section("Name", ["gigahost\\-ddns \\- keep DNS names at Gigahost pointed at a changing public address"]),
  section("Synopsis", [`${bold("gigahost-ddns")} \\fICOMMAND\\fR [\\fIWORD\\fR]... [\\fIOPTION\\fR]...`]),
  section("Description", [
    text(
      "Keeps the DNS names of a home server, NAS, Raspberry Pi or router pointed at its public IPv4 and IPv6 addresses at Gigahost, and is a complete client for the Gigahost API.",
    ),
    text("Data goes to standard output, everything else to standard error."),
  ]),
  section("Commands", allCommands.flatMap(describeAll)),
  section("Options of every command", Object.values(globalFlags).map(describeFlag)),
  section("Files", [
    item("/etc/gigahost-ddns/config.yaml", "The configuration. An example: /usr/share/doc/gigahost-ddns/examples."),
    item(
      "/etc/gigahost-ddns/api_key, /etc/gigahost-ddns/password",
      "The credential, mode 0600; systemd passes it to the daemon.",
    ),
    item(
      "/etc/gigahost-ddns/NAME.yaml, NAME.api_key",
      "The same for another account, for the unit gigahost-ddns@NAME.",
    ),
    item("/var/lib/gigahost-ddns", "The state that is kept between rounds."),
  ]),
  section("Exit status", [
    item("0", "Done."),
    item("1", "Something is wrong that trying again will not fix."),
    item("2", "Wrong usage."),
    item("69", "No running daemon to talk to."),
    item("74", "The output can't be written."),
    item("75", "A temporary failure; trying again may work."),
    item("77", "The credential is refused, or the account is held."),
    item("78", "The configuration is wrong."),
  ]),
  section("See also", [`${bold("systemctl")}(1), ${bold("journalctl")}(1)`]),
].join("\n");
process.stdout.write(`${page}\n`);

/** The commands are TypeScript, and Node 20 reads none. */
async function loadCommands() {
  const contents = `export { allCommands } from "./src/cli/commands/all-commands.ts";
    export { globalFlags } from "./src/cli/words/global-options.ts";`;
  const directory = mkdtempSync(join(tmpdir(), "gigahost-ddns-man-"));
  try {
    const outfile = join(directory, "commands.cjs");
    await build({
      ...{ stdin: { contents, resolveDir: root }, bundle: true, outfile, logLevel: "error" },
      ...{
        platform: "node",
        format: "cjs",
        define: { __VERSION__: '""', __HOMEPAGE__: '""', "import.meta.url": '""' },
      },
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function section(title, paragraphs) {
  return [
    `.SH ${title.toUpperCase()}`,
    ...paragraphs.flatMap((each) => (each.startsWith(".") ? [each] : [".PP", each])),
  ].join("\n");
}

function item(name, about) {
  return `.TP\n${bold(name)}\n${text(about)}`;
}

function describeAll(command) {
  if ("run" in command) return [describe(command)];
  return [
    `.SS ${bold(command.name)}: ${text(command.about)}`,
    ...command.commands.map((each) => describe(each, `${command.name} `)),
    ...examples(command),
  ];
}

function describe(command, group = "") {
  const words = command.words.map(
    (word) =>
      ` \\fI${text(
        word
          .replace(/[<>]/g, "")
          .replace("...]", "]...")
          .replace(/\.\.\.$/, " ..."),
      )}\\fR`,
  );
  const flags = Object.values(command.flags).map(describeFlag);
  const nested = flags.length === 0 ? [] : [".RS", ...flags, ".RE"];
  return [
    `.TP\n${bold(`${group}${command.name}`)}${words.join("")}\n${sentence(command.about)}`,
    ...nested,
    ...examples(command),
  ].join("\n");
}

function describeFlag({ written, about }) {
  return `.TP\n${bold(written)}\n${sentence(about)}`;
}

function examples({ moreHelp }) {
  return moreHelp === undefined ? [] : [`.PP\n.nf\n${text(moreHelp.trim())}\n.fi`];
}
