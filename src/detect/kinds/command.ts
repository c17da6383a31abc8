import { families } from "../../model/family.ts";
import { splitCommand } from "../../platform/program/split-command.ts";
import { refuse, sourceKind } from "../source-kind.ts";
import type { CommandSpec } from "../sources/ask-command.ts";

/** `command:PROGRAM ARGS`. */
export const command = sourceKind<CommandSpec>({
  schemes: ["command"],
  parse: (uri, rest) => {
    if (rest.includes("\0")) return refuse("a command can't contain a NUL character");
    const split = splitCommand(rest);
    if (!split.ok) return split;
    const [program = "", ...args] = split.words;
    if (program === "") return refuse("the program is missing; expected command:PROGRAM ARGS");
    return { uri, operator: uri, cost: "cheap", authoritative: "never", families, program, arguments: args };
  },
  load: async () => (await import("../sources/ask-command.ts")).askCommand,
});
