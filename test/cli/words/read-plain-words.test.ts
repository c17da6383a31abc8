import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainWords } from "../../../src/cli/words/read-plain-words.ts";

const read = async (line: string) => {
  const plain = await readPlainWords(line === "" ? [] : line.split(" "));
  return plain && { ...plain, command: plain.command.name };
};

describe("a plain command line", () => {
  it.each(["run", "once", "status", "update", "healthcheck"])("is read without a parser: %s", async (command) => {
    expect(await read(command)).toMatchObject({
      command,
      words: [],
      options: { config: undefined, output: "table", logLevel: undefined },
      color: true,
    });
  });

  it.each([
    "--config a.yaml --output json --log-level debug --no-color once --dry-run --force",
    "once --dry-run -c a.yaml --force -o json --no-color --log-level=debug",
    "once --config=a.yaml --output=json --dry-run --force --no-color --log-level debug",
  ])("takes its options before and after the command: %s", async (line) => {
    expect(await read(line)).toMatchObject({
      command: "once",
      flags: { dryRun: true, force: true },
      options: { config: "a.yaml", output: "json", logLevel: "debug" },
      color: false,
    });
  });

  it.each([
    ["zone list", { command: "list", words: [], flags: { sort: null, columns: null } }],
    ["zone list --sort=name --columns id,name", { command: "list", flags: { sort: "name", columns: ["id", "name"] } }],
    ["zone import example.no", { command: "import", words: ["example.no", null] }],
    ["zone import -c a.yaml example.no out --no-color", { words: ["example.no", "out"], color: false }],
    ["record add www A 192.0.2.1 192.0.2.2 --ttl 300", { words: ["www", "A", ["192.0.2.1", "192.0.2.2"]] }],
    ["record delete www A", { words: ["www", "A", []], asksApi: true }],
    ["retry home.example.no", { command: "retry", words: ["home.example.no"], asksApi: false }],
  ])("gives a command its words and flags: %s", async (line, given) => {
    expect(await read(line)).toMatchObject(given);
  });

  it.each([
    ["no command", ""],
    ["a group without a command", "zone"],
    ["another command", "zone lits"],
    ["a word too few", "zone show"],
    ["a word too many", "zone show a.no b.no"],
    ["a flag twice", "zone list --sort a --sort b"],
    ["a flag without its value", "zone list --sort"],
    ["a flag with another for its value", "zone list --sort --columns"],
    ["a flag with an option in between", "zone list --sort -o json name"],
    ["a switch with a value", "zone delete a.no --yes=no"],
    ["a value that its flag doesn't take", "history --days many"],
    ["a flag before its command", "zone --sort name list"],
    ["a text that begins with a hyphen", "record add www TXT -x"],
    ["a name that every object has", "constructor"],
    ["help", "once --help"],
    ["a switch of another command", "status --force"],
    ["a switch before the command", "--force once"],
    ["a short switch", "status -w"],
    ["an argument too many", "once now"],
    ["an unknown flag", "once --forse"],
    ["an option without a value", "once --config"],
    ["an option whose value looks like a flag", "once --config --force"],
    ["an empty value", "once --config="],
    ["an option given twice", "once -c a.yaml --config b.yaml"],
    ["a short option with its value joined on", "once -ca.yaml"],
    ["an output format that doesn't exist", "once -o xml"],
    ["a log level that doesn't exist", "once --log-level loud"],
    ["the end of options", "once -- --force"],
  ])("is left to the parser: %s", async (_, line) => {
    expect(await read(line)).toBeNull();
  });

  it("leaves a word that is empty to the parser", async () => {
    expect(await readPlainWords(["zone", "show", " "])).toBeNull();
    expect(await readPlainWords(["zone", "list", "--sort", ""])).toBeNull();
    expect(await readPlainWords(["zone", "list", "--sort="])).toBeNull();
  });

  it("never throws, whatever the words", async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("once", "zone", "list", "--sort", "--config", "-o", "json", "__proto__"),
    );
    const property = fc.asyncProperty(fc.array(word), async (words) => (await readPlainWords(words)) !== undefined);
    await fc.assert(property);
  });
});
