import type { LogFormat, LogLevel } from "../model/settings/log-level.ts";
import { isoTime } from "../model/time/iso-time.ts";
import { leadsToJournal, renderForJournal, renderJsonForJournal } from "./journal.ts";
import { createMasker, type Masker } from "./mask.ts";
import { maskFields } from "./mask-fields.ts";
import { printable, printableJson } from "./printable.ts";
import { createLineWriter } from "./write-line.ts";

type Write = (message: string, fields?: object) => void;

/** What everything logs with. The message in plain words, what it is about in `fields` (`{ hostname, family, error }`). */
export interface Log {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
}

/** The log of the process. */
export interface Logger extends Log {
  /** Whether a line of that level would be written. */
  isEnabled(level: Exclude<LogLevel, "silent">): boolean;
  setLevel(level: LogLevel): void;
  /** Replaces the secrets to mask; the previous ones stay masked, since an old answer may still contain them. */
  setSecrets(secrets: readonly string[]): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly secrets: readonly string[];
  /** Whether pretty lines may be coloured; the default is: on a terminal without NO_COLOR. */
  readonly color?: boolean;
  /** A file descriptor (2, standard error, by default), or a function that takes each line with its newline. */
  readonly destination?: number | ((line: string) => void);
}

/**
 * Creates the log: pino, written synchronously, so that the last line before a crash is there too (a worker would cost
 * 11 MB). Every line is masked, by name and by value, before it is rendered.
 */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const { destination = 2 } = options;
  const render = await chooseRenderer(options, typeof destination === "number" ? destination : null);
  const write = typeof destination === "number" ? createLineWriter(destination, renderLost(render)) : destination;
  return wrapPino((await import("pino")).default, options, (line) => write(render(line)));
}

/** Auto is pretty where people read it: on a terminal and in the journal. */
async function chooseRenderer({ format, color }: LoggerOptions, fd: number | null): Promise<(line: string) => string> {
  if (fd !== null && leadsToJournal(fd, process.env)) {
    return format === "json" ? (line) => renderJsonForJournal(printableJson(line)) : renderForJournal;
  }
  const onTerminal = fd !== null && (await import("node:tty")).isatty(fd);
  if (format === "json" || (format === "auto" && !onTerminal)) return printableJson;
  return createPrettyPrinter(color ?? (onTerminal && !process.env.NO_COLOR));
}

/** A line of the log that says how many are missing before it. */
const renderLost = (render: (line: string) => string) => (count: number) => {
  const msg = `${count === 1 ? "a line" : `${count} lines`} of this log ${count === 1 ? "was" : "were"} dropped here, because nobody read it`;
  return render(`${JSON.stringify({ level: "warn", time: isoTime(Date.now()), dropped: count, msg })}\n`);
};

/** pino-pretty as a plain function: its stream would hold lines back at the end. */
async function createPrettyPrinter(colorize: boolean): Promise<(line: string) => string> {
  // Both are CommonJS: of those, a bundle that is split into chunks has the default export only.
  const { default: pinoPretty } = await import("pino-pretty");
  const print = pinoPretty.prettyFactory({
    colorize,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
  });
  return (line) => print(mapStrings(line, printable));
}

function wrapPino(pino: typeof import("pino").default, options: LoggerOptions, write: (line: string) => void): Logger {
  const secrets = new Set(options.secrets);
  let mask = createMasker([...secrets]);
  const lines = { write: (line: string) => write(maskLine(line, mask)) };
  const log = pino({ level: options.level, base: null, timestamp: writeTime, ...names }, lines);
  const writeAt =
    (level: Exclude<LogLevel, "silent">): Write =>
    (message, fields) => {
      if (!log.isLevelEnabled(level)) return;
      if (fields) log[level](maskFields(fields, log.isLevelEnabled("debug")), message);
      else log[level](message);
    };
  return {
    trace: writeAt("trace"),
    debug: writeAt("debug"),
    info: writeAt("info"),
    warn: writeAt("warn"),
    error: writeAt("error"),
    fatal: writeAt("fatal"),
    isEnabled: (level) => log.isLevelEnabled(level),
    setLevel(level) {
      log.level = level;
    },
    setSecrets(more) {
      for (const secret of more) secrets.add(secret);
      mask = createMasker([...secrets]);
    },
  };
}

/** Levels by name, since people read them; errors are described by `maskFields` already. */
const names = {
  formatters: { level: (level: string) => ({ level }) },
  serializers: { err: keepValue },
  messageKey: "msg",
};

const writeTime = () => `,"time":"${isoTime(Date.now())}"`;

function keepValue(value: unknown): unknown {
  return value;
}

/** Masks string by string, so that a secret of digits or one that begins like an escape leaves the line valid JSON. */
function maskLine(line: string, mask: Masker): string {
  return mapStrings(line, mask);
}

function mapStrings(line: string, change: (text: string) => string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const text: string = JSON.parse(literal);
    const changed = change(text);
    return changed === text ? literal : JSON.stringify(changed);
  });
}
