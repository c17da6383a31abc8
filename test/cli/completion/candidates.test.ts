import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allCommands } from "../../../src/cli/commands/all-commands.ts";
import { findOffer } from "../../../src/cli/commands/completion/offer-values.ts";
import { offerWords } from "../../../src/cli/commands/completion/offer-words.ts";
import { isSwitch, longNameOf } from "../../../src/cli/words/command.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import { directoryWith, runWords } from "../api/run-words.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ zones: ["example.no", "xn--blbr-roah.no"] });
});
afterAll(() => simulator.close());

const config = `hostnames: [home.example.no, blåbær.no]
ipv6: { enabled: false }
ipv4: { sources: ["static:185.0.2.1"] }
gateway:
  listen: 127.0.0.1:8246
  clients: [{ name: cabin, password: a-long-password, hostnames: [cabin.example.no] }]
`;

const everyCommand = allCommands.flatMap((each) =>
  "run" in each
    ? [{ line: [each.name], command: each }]
    : each.commands.map((command) => ({ line: [each.name, command.name], command })),
);

/** What is offered for the last of the words; `|` stands for one of which nothing is typed. */
async function offered(line: string, environment: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const directory = await directoryWith({ "config.yaml": config });
  const words = line.split(" ").map((word) => (word === "|" ? "" : word));
  const { exitCode, stdout, stderr } = await runWords(simulator, ["__complete", ...words], {
    environment: { GIGAHOST_DDNS_CONFIG: `${directory}/config.yaml`, ...environment },
  });
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout.split("\n").flatMap((text) => (text === "" ? [] : [text.split("\t")[0] ?? ""]));
}

describe("what the shells are told", () => {
  it("begins with every command, in the order of the help", async () => {
    expect(await offered("|")).toEqual(allCommands.map(({ name }) => name));
  });

  it.each(everyCommand)(
    "has the values of each word and flag, or says that nobody knows them: $line",
    ({ line, command }) => {
      const places = [
        ...command.words.map((_, at) => [...line, ...command.words.slice(0, at)]),
        ...Object.values(command.flags).flatMap((flag) => (isSwitch(flag) ? [] : [[...line, longNameOf(flag)]])),
      ];
      const names = places.flatMap((before) => {
        const position = offerWords(before, "");
        return "values" in position ? [position.values] : [];
      });
      const missing = names.filter((name) => findOffer(name) === null);
      expect(missing, "src/cli/commands/completion/offer-values.ts lacks these").toEqual([]);
    },
  );

  it.each([
    ["zo", ["zone"]],
    ["zone sh", ["show"]],
    ["--output json zone sh", ["show"]],
    ["help zone sh", ["show"]],
    ["nonsense |", []],
    ["--ou", ["--output"]],
    ["status --w", ["--watch"]],
    ["status --output |", ["table", "json", "yaml"]],
    ["status -o j", ["json"]],
    ["status --output=j", ["--output=json"]],
    ["once --config |", [":files"]],
    ["retry |", ["home.example.no", "blåbær.no", "cabin.example.no"]],
    ["retry h", ["home.example.no"]],
    ["retry home.example.no |", []],
    ["zone show |", ["example.no", "blåbær.no"]],
    ["record list e", ["example.no"]],
    ["record list --zone e", ["example.no"]],
    ["record set --zone=e", ["--zone=example.no"]],
    ["record set home.example.no AA", ["AAAA"]],
    ["zone create |", []],
    ["zone import example.no |", [":files"]],
    ["gateway remove |", ["cabin"]],
    ["gateway add new --for fr", ["fritzbox"]],
    ["import dd", ["ddclient", "ddns-updater", "ddns-go"]],
    ["import ddclient |", [":files"]],
    ["servers graphs web01 --to |", [":directories"]],
    ["completion |", ["bash", "zsh", "fish"]],
    ["api o", ["openapi"]],
    ["api webhosting.f", ["webhosting.files", "webhosting.forwarders", "webhosting.ftp"]],
    ["api list dn", ["dns"]],
    ["api dns list-z", ["list-zones"]],
    ["api dns list-records --z", ["--zone_id"]],
    ["api dns list-records --output y", ["yaml"]],
    ["api nonsense |", []],
    ["api dns nonsense --", []],
  ] as const)("%s → %j", async (line, expected) => {
    expect(await offered(line)).toEqual(expected);
  });

  it("has the ids of zones beside their names", async () => {
    const { stdout } = await runWords(simulator, ["__complete", "api", "dns", "list-records", "--zone_id", ""]);
    expect(stdout).toMatch(/^\d+\texample\.no\n\d+\tblåbær\.no\n$/);
  });

  it("is nothing at all where the configuration is broken or Gigahost can't be asked", async () => {
    const { GIGAHOST_DDNS_CONFIG } = { GIGAHOST_DDNS_CONFIG: `${await directoryWith({ a: "hostnames: [\n" })}/a` };
    expect(await offered("retry |", { GIGAHOST_DDNS_CONFIG })).toEqual([]);
    expect(await offered("zone show |", { GIGAHOST_BASE_URL: "http://127.0.0.1:9/api/v0" })).toEqual([]);
  });

  it("needs no secret for a hostname", async () => {
    expect(await offered("retry h", { GIGAHOST_API_KEY: "" })).toEqual(["home.example.no"]);
  });
});
