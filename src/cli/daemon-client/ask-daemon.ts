import { basename } from "node:path";
import type { Fallible } from "../../model/fallible.ts";
import { messageOf } from "../../platform/error-message.ts";
import { HolderError, unreadable } from "../../state/ask-holder.ts";
import { findHolder, type Holder } from "../../state/find-holder.ts";
import { isAnswerTo } from "../../status/is-answer-to.ts";
import type { CommandContext } from "../command-context.ts";
import { type DaemonSettings, findStateDir, readDaemonSettings } from "./find-daemon.ts";

/** What to ask the running daemon; `brief`: its health only; `wait: false`: the request is accepted, and that is the answer. */
export type DaemonQuestion =
  | { readonly do: "status"; readonly brief?: boolean }
  | { readonly do: "history"; readonly days: number }
  | { readonly do: "update"; readonly force: boolean; readonly wait?: boolean }
  | { readonly do: "retry"; readonly hostname: string | null };

/** `none`: no daemon is running here, as far as can be seen. The reason is one line for people, with what to do. */
export type DaemonAnswer<Value> = Fallible<
  { readonly value: Value },
  { readonly none: boolean; readonly exitCode: number }
>;
export type DaemonFailure = Extract<DaemonAnswer<never>, { ok: false }>;

const somethingWrong = 1;
const wrongUsage = 2;
export const noDaemon = 69;
const temporaryFailure = 75;
const interrupted = 130;
const maxStatusMs = 5_000;
/** A round takes 2 minutes at most. */
const maxRoundMs = 150_000;

/**
 * Asks the daemon of this configuration, through the socket in its state directory, and no other that holds the port: what
 * is asked for there is ours alone. Throws ConfigError where there is no answer and the configuration is wrong.
 */
export async function askDaemon<Value>(
  context: CommandContext,
  question: DaemonQuestion,
): Promise<DaemonAnswer<Value>> {
  const { signal } = context;
  const stateDir = await findStateDir(context);
  const holder = await findHolder(stateDir);
  if (holder.kind === "held") return askHeld(holder, question, stateDir, signal);
  if (signal.aborted) return { ok: false, none: false, exitCode: interrupted, reason: "interrupted" };
  if (holder.kind === "hung") return hung(stateDir);
  // A mistake in the configuration explains better than a missing daemon why nobody answers.
  const settings = await readDaemonSettings(context);
  if (holder.kind === "none") return (await askOtherUsers(settings, question, signal)) ?? nobody(stateDir);
  return askWithoutSocket(holder.code, settings, question, signal);
}

async function askHeld<Value>(
  holder: Extract<Holder, { kind: "held" }>,
  question: DaemonQuestion,
  stateDir: string,
  signal: AbortSignal,
): Promise<DaemonAnswer<Value>> {
  try {
    const maxAnswerMs = isQuick(question) ? maxStatusMs : maxRoundMs;
    const value = await holder.ask(question, { signal, maxAnswerMs });
    if (isBusy(value)) return busy(stateDir);
    if (!isAnswerTo(question, value)) throw unreadable();
    return { ok: true, value: value as Value }; // as was looked at
  } catch (error) {
    if (signal.aborted) return { ok: false, none: false, exitCode: interrupted, reason: "interrupted" };
    return explainHolder(error, stateDir);
  } finally {
    await holder.close();
  }
}

/** Anybody may read it, and no round has to be done for it. */
function isQuick(question: DaemonQuestion): boolean {
  return question.do === "status" || question.do === "history";
}

function pathFor(question: DaemonQuestion): `/${string}` {
  if (question.do === "history") return `/api/history?days=${question.days}`;
  return question.do === "status" && !question.brief ? "/api/status" : "/healthz";
}

function isBusy(value: unknown): boolean {
  return typeof value === "object" && value !== null && "busy" in value;
}

/** Why the daemon that holds the state directory didn't do what it was asked to. */
export function explainHolder(error: unknown, stateDir: string): DaemonFailure {
  const kind = error instanceof HolderError ? error.kind : null;
  if (kind === "hung") return hung(stateDir);
  const said = messageOf(error);
  if (kind === "interrupted") return { ok: false, none: false, exitCode: interrupted, reason: said };
  if (kind === "gone")
    return { ok: false, none: false, exitCode: noDaemon, reason: `${said}: ${whereToLook(stateDir)}` };
  if (kind === "silent" || kind === "unreadable") {
    return { ok: false, none: false, exitCode: temporaryFailure, reason: `the daemon of ${stateDir}: ${said}` };
  }
  return {
    ok: false,
    none: false,
    exitCode: kind === "UnknownHostname" ? wrongUsage : temporaryFailure,
    reason: said,
  };
}

/** As the units have it: the state of `gigahost-ddns@NAME` lies in `/var/lib/gigahost-ddns-NAME`. */
function unitOf(stateDir: string): string {
  const name = /^gigahost-ddns-([\w-]+)$/.exec(basename(stateDir))?.[1];
  return name === undefined ? "gigahost-ddns" : `gigahost-ddns@${name}`;
}

function whereToLook(stateDir: string): string {
  return `start one with \`gigahost-ddns run\`, or see why it stopped (systemd: \`systemctl status ${unitOf(stateDir)}\`; a container: its log)`;
}

function nobody(stateDir: string): DaemonFailure {
  return {
    ok: false,
    none: true,
    exitCode: noDaemon,
    reason: `no daemon is running with ${stateDir}: ${whereToLook(stateDir)}`,
  };
}

function busy(stateDir: string): DaemonFailure {
  const problem = `no daemon is running with ${stateDir}, only a single round by another process: ${whereToLook(stateDir)}`;
  return { ok: false, none: true, exitCode: noDaemon, reason: problem };
}

function hung(stateDir: string): DaemonFailure {
  const problem = `the daemon of ${stateDir} has not answered for 5 s, so it is stopped or hung: restart it (systemd: \`systemctl restart ${unitOf(stateDir)}\`)`;
  return { ok: false, none: false, exitCode: noDaemon, reason: problem };
}

/**
 * A daemon of another user who may not write to the state directory has no socket there. Null if none is found. As
 * below, only what anybody may read is asked for, and only the daemon of that directory is believed.
 */
async function askOtherUsers<Value>(
  { http, stateDir }: DaemonSettings,
  question: DaemonQuestion,
  signal: AbortSignal,
): Promise<DaemonAnswer<Value> | null> {
  if (http === null) return null;
  const { isHeldByOtherUser } = await import("./is-held-by-other-user.ts");
  if (!(await isHeldByOtherUser(http.port, stateDir))) return null;
  const { askOverHttp } = await import("./ask-over-http.ts");
  const answer = await askOverHttp({ http, stateDir, path: pathFor(question), maxIdleMs: maxStatusMs, signal });
  if (!answer.ok) return null;
  const reason = `the daemon of ${stateDir} runs as a user who can't write there, so only its status can be read; \`gigahost-ddns status\` says what to do`;
  if (!isQuick(question)) return { ok: false, none: false, exitCode: somethingWrong, reason };
  if (!isAnswerTo(question, answer.value)) return explainHolder(unreadable(), stateDir);
  return { ok: true, value: answer.value as Value }; // as was looked at, of the daemon known by the state directory that it names
}

/**
 * This user may not look into the state directory, or there can be no socket in it. What anybody may read is asked for
 * over HTTP, and believed if it is the daemon of that directory; nothing else is, and no token is sent.
 */
async function askWithoutSocket<Value>(
  code: string,
  { http, stateDir }: DaemonSettings,
  question: DaemonQuestion,
  signal: AbortSignal,
): Promise<DaemonAnswer<Value>> {
  const { askOverHttp } = await import("./ask-over-http.ts");
  const answer =
    http && (await askOverHttp({ http, stateDir, path: pathFor(question), maxIdleMs: maxStatusMs, signal }));
  if (signal.aborted) return { ok: false, none: false, exitCode: interrupted, reason: "interrupted" };
  const denied = code === "EACCES" || code === "EPERM";
  const why =
    code === "ENOENT" ? `there is no ${stateDir}` : `the daemon's socket in ${stateDir} can't be used (${code})`;
  const help = denied ? "run with sudo, or as the daemon's user" : whereToLook(stateDir);
  if (!answer?.ok) {
    const problem = `${why}${answer === null ? "" : `, and ${answer.reason}`}: ${help}`;
    return {
      ok: false,
      none: !denied,
      exitCode: denied && !isQuick(question) ? somethingWrong : noDaemon,
      reason: problem,
    };
  }
  if (!isQuick(question)) return { ok: false, none: false, exitCode: somethingWrong, reason: `${why}: ${help}` };
  if (!isAnswerTo(question, answer.value)) return explainHolder(unreadable(), stateDir);
  return { ok: true, value: answer.value as Value }; // as was looked at, of the daemon known by the state directory that it names
}
