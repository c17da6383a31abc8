import { printable } from "../platform/printable.ts";

/** One thing wrong with the configuration. Line and column count from 1; null if there is no such place. */
export interface Problem {
  /** The file it is in; null for the environment and the command line. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The key (`hostnames[2].ipv6.suffix`), the variable (`GIGAHOST_DDNS_ENGINE`) or the flag; empty for the file as a whole. */
  readonly path: string;
  /** What was expected, and what to do. Never holds a secret. */
  readonly message: string;
}

/** The configuration can't be used (exit code 78). Its message is for people and lists every problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

function describeProblems(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first && problems.length === 1) return `configuration error: ${describeProblem(first)}`;
  return [`${problems.length} configuration errors:`, ...problems.map((each) => `  ${describeProblem(each)}`)].join(
    "\n",
  );
}

/** `/etc/gigahost-ddns/config.yaml:3:5: engine: expected auto, dyndns or records`, the form editors and terminals jump to. */
export function describeProblem({ file, line, column, path, message }: Problem): string {
  const place = file === null ? "" : `${[file, line, column].filter((part) => part !== null).join(":")}: `;
  return `${place}${path === "" ? "" : `${path}: `}${printable(message)}`;
}
