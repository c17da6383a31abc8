import { splitCommand } from "../../platform/program/split-command.ts";
import type { Channel, ChannelKind } from "../channel.ts";
import type { NoticeMessage } from "../message.ts";
import { fault } from "./http-channel.ts";

/** How long a program may take. */
const maxRunMs = 30_000;
/** Linux takes no more than 128 KiB. */
const maxVariableLength = 16_384;

/** `command:PROGRAM ARGS`: split like a shell splits it, and run without one. */
export const command: ChannelKind = {
  schemes: ["command"],
  example: "command:/usr/local/bin/tell-me --loud",
  read({ path }) {
    const split = splitCommand(path);
    if (!split.ok) return fault(`can't be split into words: ${split.reason}`);
    const [program, ...args] = split.words;
    if (program === undefined) return fault("has no program");
    return { ok: true, channel: commandChannel(program, args) };
  },
};

/** The program receives the notice in its environment and as JSON on its standard input. */
function commandChannel(program: string, args: readonly string[]): Channel {
  return {
    label: `command (${program})`,
    async send(message, { clock, signal }) {
      // Loaded when the first notice goes out: child_process is of no use before.
      const { runProgram } = await import("../../platform/program/run-program.ts");
      const input = `${JSON.stringify(message)}\n`;
      const call = { program, arguments: args, environment: environmentOf(message), input, maxMs: maxRunMs, signal };
      const end = await runProgram(call, clock);
      if (end.kind === "exited" && end.code === 0) return { kind: "taken", answer: "exit code 0" };
      if (end.kind === "exited") return { kind: "refused", reason: `it exited with code ${end.code}` };
      if (end.kind === "not-started") return { kind: "refused", reason: end.reason };
      return { kind: "failed", reason: end.reason, retryAfterMs: null };
    },
  };
}

function environmentOf(message: NoticeMessage): Record<string, string> {
  const { event, title, text, hostnames, family, old, new: now, reason } = message;
  const variables = {
    GIGAHOST_DDNS_EVENT: event,
    GIGAHOST_DDNS_TITLE: title,
    GIGAHOST_DDNS_TEXT: text,
    GIGAHOST_DDNS_HOSTNAMES: hostnames.join(","),
    GIGAHOST_DDNS_FAMILY: family ?? "",
    GIGAHOST_DDNS_OLD: old ?? "",
    GIGAHOST_DDNS_NEW: now ?? "",
    GIGAHOST_DDNS_REASON: reason ?? "",
  };
  // A variable can't hold a NUL.
  const clean = (value: string) => value.replaceAll("\0", "").slice(0, maxVariableLength);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, clean(value)]));
}
