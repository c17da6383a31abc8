import { allRecipes } from "../../../gateway/recipes/all-recipes.ts";
import { parseNetwork } from "../../../model/addresses/ip-network.ts";
import { parseHostname } from "../../../model/hostname.ts";
import { type CommandGroup, describeCommand, type Flag, switchFlag, WrongValue } from "../../words/command.ts";
import { splitList, yesFlag } from "../../words/shared-flags.ts";

const acmeFlag: Flag<readonly string[]> = {
  written: "--acme <name>",
  about: "a name it may get certificates for; repeatable",
  unset: [],
  read: (text, before) => [...before, ...splitList(text).map(readAcmeName)],
};
const fromFlag: Flag<readonly string[]> = {
  written: "--from <network>",
  about: "a network it may connect from; repeatable; default: any",
  unset: [],
  read: (text, before) => [...before, ...splitList(text).map(readNetwork)],
};
const kinds = Object.keys(allRecipes);
const kindFlag: Flag<string | null> = {
  written: "--for <kind>",
  about: `print what to type into the device: ${kinds.join(", ")}`,
  unset: null,
  read: (text) => {
    if (Object.hasOwn(allRecipes, text)) return text;
    throw new WrongValue(`one of ${kinds.join(", ")}`);
  },
};
const serverFlag: Flag<string | null> = {
  written: "--server <url>",
  about: "where the device reaches the gateway, for the recipe; default: this machine's address",
  unset: null,
  read: readOrigin,
};

export const gatewayCommands: CommandGroup = {
  name: "gateway",
  about: "manage the credentials of devices that send their address",
  // They ask nobody, but fail in the same words.
  asksApi: true,
  commands: [
    describeCommand({
      name: "add",
      about: "add a client to clients_file, and print its password, once",
      words: ["<name>", "[hostnames...]"],
      aboutWords: { name: "its user name", hostnames: "the hostnames to point at its address" },
      flags: {
        acme: acmeFlag,
        from: fromFlag,
        query: switchFlag("--query", "allow its credential in the URL, where logs keep it"),
        kind: kindFlag,
        server: serverFlag,
      },
      moreHelp: "\nExample: gigahost-ddns gateway add cabin cabin.example.no --for fritzbox",
      run: async (context, [name, hostnames], flags) =>
        (await import("./add-client.ts")).addClientCommand(context, { name, hostnames, ...flags }),
    }),
    describeCommand({
      name: "list",
      about: "list the clients of the configuration and of clients_file",
      run: async (context) => (await import("./list-clients.ts")).listClientsCommand(context),
    }),
    describeCommand({
      name: "remove",
      about: "remove a client from clients_file, after you type its name",
      words: ["<name>"],
      flags: { yes: yesFlag },
      run: async (context, [name], flags) =>
        (await import("./remove-client.ts")).removeClientCommand(context, { name, ...flags }),
    }),
    describeCommand({
      name: "hash",
      about: "read a password from standard input, and print its password_hash",
      run: async (context) => (await import("./hash-password.ts")).hashPasswordCommand(context),
    }),
  ],
};

function readAcmeName(text: string): string {
  const parsed = parseHostname(text.replace(/^_acme-challenge\./, ""));
  if (parsed.ok) return parsed.hostname.replace(/^\*\./, "");
  throw new WrongValue(`a hostname such as www.example.no; ${text} ${parsed.reason}`);
}

function readNetwork(text: string): string {
  const parsed = parseNetwork(text, text.includes(":") ? "ipv6" : "ipv4");
  if (parsed.ok) return parsed.network.text;
  throw new WrongValue(`a network such as 192.168.1.0/24; ${parsed.reason}`);
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.pathname}${url.search}${url.hash}` === "/";
  if (isOrigin && url.username === "" && url.password === "") return url.origin;
  throw new WrongValue("a URL without a path, as https://ddns.example.no or http://192.168.1.2:8246");
}
