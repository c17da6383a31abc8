import type { Readable } from "node:stream";
import type { Output } from "../platform/program/open-output.ts";

export const outputFormats = ["table", "json", "yaml"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** The options every command takes. */
export interface GlobalOptions {
  /** `--config FILE`; undefined: looked for. */
  readonly config: string | undefined;
  readonly output: OutputFormat;
  /** `--log-level LEVEL`; undefined: from the configuration. */
  readonly logLevel: string | undefined;
}

export interface MessageStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What a command may touch of the outside world; tests pass their own. */
export interface CommandContext {
  readonly options: GlobalOptions;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Data, and nothing else. */
  readonly stdout: Output;
  /** Everything that isn't data. What a terminal would obey is written as an escape. */
  readonly stderr: MessageStream;
  /** Standard error itself, for a line that is drawn again in its place: nothing foreign goes there. */
  readonly screen: MessageStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether to colour what goes to stdout (`--no-color`, `NO_COLOR`, and only on a terminal). */
  readonly color: boolean;
  /** For a command whose exit code says all there is: from now on it is not a failure that standard output can't be written. */
  readonly spareOutput?: () => void;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}
