import type { CommandContext } from "../command-context.ts";

/** Whether to colour what goes to stdout: on a terminal, unless a flag, `NO_COLOR` or the terminal itself is against it. */
export function wantsColor({ environment, stdout }: Pick<CommandContext, "environment" | "stdout">, flag: boolean) {
  const { NO_COLOR, TERM } = environment;
  return flag && !NO_COLOR && TERM !== "dumb" && stdout.isTTY === true;
}
