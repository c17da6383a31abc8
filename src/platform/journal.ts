import { fstatSync } from "node:fs";
import { printable } from "./printable.ts";

/** Whether what is written there goes straight to systemd's journal: `JOURNAL_STREAM` names it by device and inode. */
export function leadsToJournal(fd: number, { JOURNAL_STREAM: journal }: NodeJS.ProcessEnv): boolean {
  if (!journal) return false;
  try {
    // As bigint: an inode may be larger than a number holds exactly.
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return journal === `${dev}:${ino}`;
  } catch {
    return false;
  }
}

/** Those of syslog, as sd-daemon(3) writes them before a line; the journal takes them off. */
const priorities: Readonly<Record<string, number>> = { trace: 7, debug: 7, info: 6, warn: 4, error: 3, fatal: 2 };

/** A line of the log for the journal, which has a time of its own for it: priority, level, message, fields. */
export function renderForJournal(line: string): string {
  const { level, time: _, msg, ...fields } = parseLine(line);
  const text = `${level.toUpperCase()}: ${printable(String(msg))}`;
  const details = Object.keys(fields).length === 0 ? "" : ` ${printable(JSON.stringify(fields))}`;
  return `${markOf(level)}${text}${details}\n`;
}

/** The line as it is, where JSON is wanted; the journal shows what is severe all the same. */
export function renderJsonForJournal(line: string): string {
  return `${markOf(parseLine(line).level)}${line}`;
}

/** What a command says beside its data: as severe as its first word tells, each line marked for itself. */
export function markMessage(text: string): string {
  const level = /^gigahost-ddns: /.test(text) ? "error" : /^warning: /.test(text) ? "warn" : "info";
  return text.replace(/^(?=.)/gm, markOf(level));
}

const markOf = (level: string) => `<${priorities[level] ?? priorities.info}>`;

const parseLine = (line: string): { level: string; time?: string; msg?: unknown } & Record<string, unknown> =>
  JSON.parse(line); // as the log wrote it
