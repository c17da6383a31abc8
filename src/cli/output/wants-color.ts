/** What decides on colours: the environment, and whether standard output is a terminal. */
interface ColorSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly stdout: { readonly isTTY?: boolean };
}

/** Whether to colour what goes to stdout: on a terminal, unless a flag, `NO_COLOR` or the terminal itself is against it. */
export function wantsColor({ environment, stdout }: ColorSurroundings, flag: boolean): boolean {
  const { NO_COLOR, TERM } = environment;
  return flag && !NO_COLOR && TERM !== "dumb" && stdout.isTTY === true;
}
