import { isatty } from "node:tty";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { askAtOnce } from "../../state/ask-at-once.ts";
import { isAnswerTo } from "../../status/is-answer-to.ts";
import type { GlobalOptions } from "../command-context.ts";
import { renderJson, renderText } from "../output/render-text.ts";
import { renderStatus } from "../output/status-table.ts";
import { wantsColor } from "../output/wants-color.ts";
import { takeGlobalOptions } from "../words/global-options.ts";
import type { PrintedAtOnce } from "./check-health-at-once.ts";
import { findStateDirAtOnce } from "./find-state-dir-at-once.ts";

/** What a pipe takes as a whole or not at all: what is longer may be read in part, and the program knows what to say then. */
const maxBytes = 4096;

/**
 * Answers `status` where nothing is out of the ordinary, without the program, as scripts and monitoring ask for it.
 * Null for all else (a flag of its own, YAML, a long list, no daemon): the program does it.
 */
export async function showStatusAtOnce(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<PrintedAtOnce | null> {
  const { others, options, color, help, problems, isDoubtful } = takeGlobalOptions(argv);
  if (others.length !== 1 || help || isDoubtful || problems.length > 0 || options.output === "yaml") return null;
  const stateDir = findStateDirAtOnce(options.config, environment);
  const request = { do: "status" } as const;
  const answer = stateDir && (await askAtOnce(stateDir, request));
  if (!answer || !isAnswerTo(request, answer)) return null;
  const text = render(answer as Status, options, environment, color); // as was looked at
  return Buffer.byteLength(text) > maxBytes ? null : { text, exitCode: 0 };
}

function render(status: Status, { output }: GlobalOptions, environment: NodeJS.ProcessEnv, flag: boolean): string {
  if (output === "json") return renderJson(status);
  // Off a terminal it isn't even opened.
  const stdout = isatty(1) ? process.stdout : { isTTY: false, columns: undefined };
  const color = wantsColor({ environment, stdout }, flag);
  return renderText(renderStatus(status, { wallMs: systemClock.wallMs(), color, columns: stdout.columns }), color);
}
