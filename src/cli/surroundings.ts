import type { CommandContext } from "./command-context.ts";

/** Streams and environment of a call; what a test replaces. */
export type Surroundings = Omit<CommandContext, "options" | "color">;

/** The context of a command. Nothing is copied, so that standard input is opened only where it is read. */
export function surround(surroundings: Surroundings, own: Pick<CommandContext, "options" | "color">): CommandContext {
  return Object.assign(Object.create(surroundings) as Surroundings, own); // what it inherits is what it was made from
}
