import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainWords } from "../../../src/cli/words/read-plain-words.ts";

const read = (line: string) => readPlainWords(line === "" ? [] : line.split(" "));

describe("an everyday command line", () => {
  it.each(["run", "once", "status", "update", "healthcheck"])("is read without a parser: %s", (command) => {
    expect(read(command)).toEqual({
      command,
      switches: new Set(),
      options: { config: undefined, output: "table", logLevel: undefined },
      color: true,
    });
  });

  it.each([
    "--config a.yaml --output json --log-level debug --no-color once --dry-run --force",
    "once --dry-run -c a.yaml --force -o json --no-color --log-level=debug",
    "once --config=a.yaml --output=json --dry-run --force --no-color --log-level debug",
  ])("takes its options before and after the command: %s", (line) => {
    expect(read(line)).toEqual({
      command: "once",
      switches: new Set(["--dry-run", "--force"]),
      options: { config: "a.yaml", output: "json", logLevel: "debug" },
      color: false,
    });
  });

  it.each([
    ["no command", ""],
    ["another command", "detect"],
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
  ])("is left to the parser: %s", (_, line) => {
    expect(read(line)).toBeNull();
  });

  it("never throws, whatever the words", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("once", "--config", "-o", "json", "--no-color", "__proto__"));
    fc.assert(fc.property(fc.array(word), (words) => readPlainWords(words) !== undefined));
  });
});
