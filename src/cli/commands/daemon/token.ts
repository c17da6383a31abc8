import { describeFileError } from "../../../platform/files/file-error.ts";
import { readTokenFile, tokenPath } from "../../../status/guard/http-token.ts";
import type { CommandContext } from "../../command-context.ts";
import { readDaemonSettings } from "../../daemon-client/find-daemon.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

/** `token`: prints the daemon's HTTP token. 69 when there is none yet, 1 when it can't be read. */
export async function tokenCommand(context: CommandContext): Promise<number> {
  requireReader(context.stdout);
  const { http, stateDir } = await readDaemonSettings(context);
  if (http === null) return complain(context, 1, "this configuration has no HTTP listener (http: false), so no token");
  const path = tokenPath(http.tokenFile, stateDir);
  try {
    const found = await readTokenFile(path);
    if (found === null)
      return complain(context, 69, `there is no token at ${path}; the daemon makes one when it starts`);
    await print(context, { data: { token: found.token, file: path }, table: found.token });
    return 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs rejects with nothing else
    const help = code === "EACCES" || code === "EPERM" ? "; run with sudo, or as the daemon's user" : "";
    return complain(context, 1, `the token at ${path} can't be read: ${describeFileError(error)}${help}`);
  }
}

function complain({ stderr }: CommandContext, exitCode: number, problem: string): number {
  stderr.write(`gigahost-ddns: ${problem}\n`);
  return exitCode;
}
