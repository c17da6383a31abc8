import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { shellScripts, shells } from "./shell-scripts.ts";

const usageError = 2;

/** `completion SHELL`: prints the script that the shell is to read. */
export async function printCompletionCommand(context: CommandContext, shell: string): Promise<number> {
  const script = shells.find((known) => known === shell);
  if (script === undefined) {
    context.stderr.write(`gigahost-ddns: completion: unknown shell ${shell}; expected one of ${shells.join(", ")}\n`);
    return usageError;
  }
  requireReader(context.stdout);
  context.stdout.write(shellScripts[script]);
  return 0;
}
