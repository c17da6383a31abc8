/** The command line's front door: finds the command, loads only its module, and turns its end into an exit code. */
export async function main(_arguments: readonly string[]): Promise<void> {}
