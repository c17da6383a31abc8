import type { Call } from "../../../api/call.ts";
import { exitCodeOfFailure } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";

/** The server's answer as it came, whatever it says; the exit code tells a refusal from success. */
export async function printRaw(context: CommandContext, call: Call<unknown>): Promise<number> {
  const { body } = await call.rawResponse();
  if (typeof body === "string") context.stdout.write(body.endsWith("\n") || body === "" ? body : `${body}\n`);
  return call.withResponse().then(
    () => 0,
    (error: unknown) => {
      const exitCode = exitCodeOfFailure(error);
      if (exitCode === null) throw error;
      return exitCode;
    },
  );
}
