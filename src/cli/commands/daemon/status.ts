import { stripVTControlCharacters } from "node:util";
import type { Status } from "../../../model/status.ts";
import { systemClock } from "../../../platform/clock.ts";
import { printableJson } from "../../../platform/printable.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon, type DaemonFailure, noDaemon } from "../../daemon-client/ask-daemon.ts";
import { watchStatus } from "../../daemon-client/watch-status.ts";
import { print } from "../../output/output.ts";
import { renderStatus, type StatusView } from "../../output/status-table.ts";

const redrawMs = 1_000;

/** `status`: what the running daemon knows; 69 when none answers, with what the state file remembers. */
export async function statusCommand(context: CommandContext, { watch }: { readonly watch: boolean }): Promise<number> {
  if (watch) return watchCommand(context);
  const answer = await askDaemon<Status>(context, { do: "status" });
  if (answer.ok) {
    await printStatus(context, answer.value);
    return 0;
  }
  if (answer.exitCode === noDaemon) await printRecalled(context, answer.reason);
  return complain(context, answer);
}

/** Without a daemon that answers: what the state file remembers, marked as such. */
async function printRecalled(context: CommandContext, problem: string): Promise<void> {
  const { recallStatus } = await import("../../daemon-client/recall-status.ts");
  const status = await recallStatus(context, problem);
  // Why no daemon answers comes first, and people read it on stderr already.
  const [, ...others] = status.problems;
  await printStatus(context, status, { ...status, problems: others });
}

function printStatus(context: CommandContext, status: Status, forPeople = status): Promise<void> {
  return print(context, { data: status, table: () => renderStatus(forPeople, viewOf(context)) });
}

function viewOf({ color, stdout }: CommandContext): StatusView {
  return { wallMs: systemClock.wallMs(), color, columns: stdout.isTTY ? stdout.columns : undefined };
}

async function watchCommand(context: CommandContext): Promise<number> {
  const isDrawn = context.stdout.isTTY === true && context.options.output === "table";
  const screen = isDrawn ? drawInPlace(context) : printEachChange(context);
  const end = await watchStatus(context, screen.show);
  screen.close();
  return end.ok ? 0 : complain(context, end);
}

function complain({ stderr }: CommandContext, { reason, exitCode }: DaemonFailure): number {
  stderr.write(`gigahost-ddns: ${reason}\n`);
  return exitCode;
}

interface StatusScreen {
  show(status: Status | null): void;
  close(): void;
}

/** On a terminal: always the newest status, in the same place, its times moving on. */
function drawInPlace(context: CommandContext): StatusScreen {
  const { stdout } = context;
  let shown: Status | null = null;
  let lost = false;
  let drawnLines = 0;
  const draw = () => {
    if (shown === null) return;
    const note = lost ? "the daemon no longer answers; waiting for it\n" : "";
    const lines = fitScreen(`${renderStatus(shown, viewOf(context))}${note}`, stdout);
    stdout.write(
      `${drawnLines > 0 ? `\u001b[${drawnLines}A\r` : ""}\u001b[0J${lines.map((line) => `${line}\n`).join("")}`,
    );
    drawnLines = lines.length;
  };
  const timer = setInterval(draw, redrawMs);
  return {
    show(status) {
      shown = status ?? shown;
      lost = status === null;
      draw();
    },
    close: () => clearInterval(timer),
  };
}

/** Cut to the terminal: a line that wraps, or one that scrolls away, could not be drawn over. */
function fitScreen(text: string, { columns = 80, rows = 24 }: { columns?: number; rows?: number }): string[] {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => cutLine(line, columns));
  if (lines.length < rows) return lines;
  const hidden = lines.length - rows + 2;
  return [...lines.slice(0, rows - 2), `… and ${hidden} more lines`];
}

function cutLine(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return [...plain].length < columns ? line : `${[...plain].slice(0, columns - 2).join("")}…`;
}

/** Elsewhere: one block per change, and none for a mere look that found everything as before. */
function printEachChange(context: CommandContext): StatusScreen {
  let before = "";
  let printing: Promise<void> = Promise.resolve();
  return {
    show(status) {
      if (status === null) {
        if (before === "lost") return;
        before = "lost";
        context.stderr.write("gigahost-ddns: the daemon no longer answers; waiting for it\n");
        return;
      }
      const now = withoutMovingTimes(status);
      if (now === before) return;
      before = now;
      printing = printing.then(() => printBlock(context, status));
    },
    close() {},
  };
}

async function printBlock(context: CommandContext, status: Status): Promise<void> {
  // One line each, so that a program can read them as they come.
  if (context.options.output === "json") return void context.stdout.write(`${printableJson(JSON.stringify(status))}\n`);
  if (context.options.output === "yaml") context.stdout.write("---\n");
  await printStatus(context, status);
  if (context.options.output === "table") context.stdout.write("\n");
}

function withoutMovingTimes(status: Status): string {
  const addresses = status.addresses.map((address) => ({ ...address, seenAt: null }));
  return JSON.stringify({ ...status, addresses, lastRoundAt: null, nextRoundAt: null });
}
