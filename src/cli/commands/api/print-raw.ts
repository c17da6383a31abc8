import type { Call } from "../../../api/call.ts";
import { printableLines } from "../../../platform/printable.ts";
import { exitCodeOfFailure } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";

/** The server's answer as received, whatever it says; the exit code tells a refusal from success. */
export async function printRaw(context: CommandContext, call: Call<unknown>): Promise<number> {
  const { body } = await call.rawResponse();
  if (typeof body === "string" && body !== "") {
    // A program gets it byte for byte; a terminal would obey what is in it.
    const shown = context.stdout.isTTY === true ? printableLines(body) : body;
    context.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
  }
  return call.withResponse().then(
    () => 0,
    (error: unknown) => {
      const exitCode = exitCodeOfFailure(error);
      if (exitCode === null) throw error;
      return exitCode;
    },
  );
}
