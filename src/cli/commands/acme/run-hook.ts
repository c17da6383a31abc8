import { createHash } from "node:crypto";
import { readHook } from "../../../acme/read-hook.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { doChallenges } from "./do-challenges.ts";

/** `acme hook`: what a client's hook asks for, known by its arguments. */
export async function runHookCommand(
  context: CommandContext,
  words: readonly string[],
  { wait }: { readonly wait: boolean },
): Promise<number> {
  const hashKey = (keyAuth: string) => createHash("sha256").update(keyAuth).digest("base64url");
  const read = readHook(words, context.environment, hashKey);
  if (!read.ok) throw new UsageError([read.reason], "`gigahost-ddns acme hook --help` shows how each client calls it");
  if ("prints" in read) context.stdout.write(`${read.prints}\n`);
  // certbot takes whatever a hook says for an error, and cron mails it.
  return read.calls.length === 0 ? 0 : doChallenges(context, read.calls, { wait, quiet: true });
}
