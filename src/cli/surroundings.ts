import { maskSecrets } from "../model/secrets/mask-secrets.ts";
import { printableLines } from "../platform/printable.ts";
import type { CommandContext, MessageStream } from "./command-context.ts";

/** Streams and environment of a call; what a test replaces. */
export type Surroundings = Omit<CommandContext, "options" | "color" | "screen">;

/** The context of a command. Nothing is copied, so that standard input is opened only where it is read. */
export function surround(surroundings: Surroundings, own: Pick<CommandContext, "options" | "color">): CommandContext {
  const { stderr } = surroundings;
  const messages = { stderr: toMessages(stderr), screen: stderr };
  return Object.assign(Object.create(surroundings) as Surroundings, messages, own); // what it inherits is what it was made from
}

/**
 * The one way of messages to standard error: what servers, DNS and files said in them reaches no terminal raw, and a key
 * that was typed where something else belongs is not repeated.
 */
export function toMessages(stream: MessageStream): MessageStream {
  return { isTTY: stream.isTTY === true, write: (text) => stream.write(printableLines(maskSecrets(text, []))) };
}
