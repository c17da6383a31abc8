import { systemClock } from "../../platform/clock.ts";
import { withLimit } from "../../platform/with-limit.ts";
import type { HttpSettings } from "../../status/guard/http-settings.ts";
import { isOpen, type PublicPart } from "../../status/guard/http-settings.ts";
import { readToken, tokenPath } from "../../status/guard/token-file.ts";
import { type DaemonResponse, sendRequest } from "../account/send-request.ts";
import type { CommandContext } from "../command-context.ts";
import { findDaemon, readDaemonSettings } from "./find-daemon.ts";
import type { DaemonSettings } from "./skim-http-settings.ts";

/** What to ask the running daemon. */
export type Question = {
  /** Over this, the daemon counts as not answering; null: wait for ever. */
  readonly timeoutMs: number | null;
} & (
  | { readonly do: "status"; readonly path: "/api/status" | "/healthz" }
  | { readonly do: "update"; readonly path: "/api/update"; readonly force: boolean }
  | { readonly do: "retry"; readonly path: "/api/retry"; readonly hostname: string | null }
);

/** To be told what happens, as long as the connection lasts. */
export interface EventsQuestion {
  readonly do: "events";
  readonly path: "/api/events";
  readonly timeoutMs: number;
}

export type DaemonAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `none`: no daemon runs here, as far as can be seen. One line for people, with what to do. */
  | { readonly ok: false; readonly none: boolean; readonly exitCode: number; readonly problem: string };
type Failure = Extract<DaemonAnswer<never>, { ok: false }>;

const wrongUsage = 2;
const noDaemon = 69;
const interrupted = 130;
const longestAnswerLength = 64 * 1024 * 1024;

/**
 * Asks the daemon of this configuration: over HTTP, and where it has no listener (`http: false`, a port that is taken)
 * through the socket in its state directory. Throws ConfigError where there is no answer and the configuration is wrong.
 */
export async function askDaemon<Value>(context: CommandContext, question: Question): Promise<DaemonAnswer<Value>> {
  const settings = await findDaemon(context);
  const overHttp = settings.http && (await askOverHttp<Value>(settings, settings.http, question, context.signal));
  if (overHttp?.ok || (overHttp && !overHttp.none)) return overHttp;
  if (context.signal.aborted) return { ok: false, none: false, exitCode: interrupted, problem: "interrupted" };
  // A mistake in the configuration explains better than a missing daemon why nobody answers.
  await readDaemonSettings(context);
  const overSocket = await askOverSocket<Value>(settings, question, context.signal);
  return (
    overSocket ??
    overHttp ??
    nobody("this configuration has no HTTP listener (http: false), and no daemon holds", settings.stateDir)
  );
}

async function askOverHttp<Value>(
  { stateDir }: DaemonSettings,
  http: HttpSettings,
  question: Question,
  signal: AbortSignal,
): Promise<DaemonAnswer<Value>> {
  const opened = await openDaemon({ http, stateDir }, question, signal);
  if (!opened.ok) return opened;
  try {
    const value: unknown = JSON.parse(await readText(opened.value.body));
    return { ok: true, value: value as Value }; // the daemon's own answer, known by its Server header
  } catch {
    return nobody("the daemon broke off its answer at", urlOf(http));
  }
}

/** Sends one request and resolves with the answer's beginning, if it is a daemon's and a good one. */
export async function openDaemon(
  { http, stateDir }: { readonly http: HttpSettings; readonly stateDir: string },
  question: Question | EventsQuestion,
  signal: AbortSignal,
): Promise<DaemonAnswer<DaemonResponse>> {
  const part: PublicPart | null = question.do === "status" || question.do === "events" ? question.do : null;
  const token = part && isOpen(part, http) ? null : await tryToRead(tokenPath(http.tokenFile, stateDir));
  const response = await send(http, question, token?.text ?? null, signal);
  if (typeof response === "string") return nobody(`no daemon answers (${response}) at`, urlOf(http));
  if (!response.isDaemon) {
    response.close();
    return nobody("something else than this program answers at", urlOf(http));
  }
  // A failing daemon answers 503 there, with its health.
  if (response.status === 200 || (response.status === 503 && question.path === "/healthz"))
    return { ok: true, value: response };
  if (response.status === 401 && token?.text == null) return withoutToken(token);
  return refused(response.status, await readText(response.body).catch(() => ""));
}

interface TokenRead {
  readonly path: string;
  readonly text: string | null;
  /** Why it could not be read; null: there is none. */
  readonly code: string | null;
}

async function tryToRead(path: string): Promise<TokenRead> {
  try {
    return { path, text: await readToken(path), code: null };
  } catch (error) {
    return { path, text: null, code: (error as NodeJS.ErrnoException).code ?? "unknown" }; // node:fs rejects with nothing else
  }
}

function withoutToken(token: TokenRead | null): Failure {
  const why = token?.code ? `the daemon's token at ${token.path} can't be read (${token.code})` : missing(token);
  return { ok: false, none: false, exitCode: 1, problem: `${why}: run with sudo, or as the daemon's user` };
}

function missing(token: TokenRead | null): string {
  if (token === null) return "the daemon asks for a token that this configuration doesn't know of";
  return `there is no token at ${token.path}, where the daemon of this configuration would keep it`;
}

/** What the daemon itself said; 429 and 5xx may pass, a hostname that it doesn't know is a wrong argument. */
function refused(status: number, body: string): Failure {
  const exitCode = status === 429 || status >= 500 ? 75 : status === 404 ? wrongUsage : 1;
  let said = `the daemon answered ${status}`;
  try {
    const { error } = JSON.parse(body) as { error?: unknown }; // looked at before it is used
    if (typeof error === "string") said = error;
  } catch {
    // Then its status has to do.
  }
  const hint = status === 401 ? " (the token in the configuration is not the running daemon's: restart it)" : "";
  return { ok: false, none: false, exitCode, problem: `${said}${hint}` };
}

function nobody(what: string, where: string): Failure {
  const help = "look with `systemctl status gigahost-ddns`, or start one with `gigahost-ddns run`";
  return { ok: false, none: true, exitCode: noDaemon, problem: `${what} ${where}: ${help}` };
}

function send(
  http: HttpSettings,
  question: Question | EventsQuestion,
  token: string | null,
  signal: AbortSignal,
): Promise<DaemonResponse | string> {
  const { path, timeoutMs } = question;
  const where = { ...reachable(http), path, token, timeoutMs, signal };
  if (question.do === "update")
    return sendRequest({ ...where, method: "POST", body: JSON.stringify({ force: question.force }) });
  if (question.do !== "retry") return sendRequest({ ...where, method: "GET" });
  // Without a hostname all of them are meant.
  const fields = question.hostname === null ? {} : { hostname: question.hostname };
  return sendRequest({ ...where, method: "POST", body: JSON.stringify(fields) });
}

async function readText(body: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of body) {
    text += chunk;
    if (text.length > longestAnswerLength) throw new Error("the answer is too long");
  }
  return text;
}

/** A listener on every address is reached on loopback. */
function reachable({ host, port }: HttpSettings): { host: string; port: number } {
  if (host === "" || host === "0.0.0.0") return { host: "127.0.0.1", port };
  return { host: host === "::" ? "::1" : host, port };
}

export function urlOf(http: HttpSettings): string {
  const { host, port } = reachable(http);
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Null where no daemon holds the state directory, or nobody can tell. */
async function askOverSocket<Value>(
  { stateDir }: DaemonSettings,
  { path: _, timeoutMs, ...fields }: Question,
  signal: AbortSignal,
): Promise<DaemonAnswer<Value> | null> {
  const { access, constants } = await import("node:fs/promises");
  // Claiming would make a missing directory, and that is the daemon's to do.
  const isOurs = await access(stateDir, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isOurs) return null;
  const { claimStateDir } = await import("../../state/claim.ts");
  const claim = await claimStateDir(stateDir, () => Promise.reject(new Error("not a daemon")));
  if (claim.kind === "held") await claim.release();
  if (claim.kind !== "taken") return null;
  const ask = (limit: AbortSignal) => claim.ask(fields, limit);
  try {
    const answer = timeoutMs === null ? await ask(signal) : await withLimit(systemClock, timeoutMs, signal, ask);
    return { ok: true, value: answer as Value }; // the daemon's own answer
  } catch (error) {
    return { ok: false, none: false, exitCode: 1, problem: error instanceof Error ? error.message : String(error) };
  }
}
