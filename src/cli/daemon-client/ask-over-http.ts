import type { HttpSettings } from "../../status/guard/http-settings.ts";
import { stateDirId, stateDirIdHeader } from "../../status/state-dir-id.ts";
import { sendRequest } from "../account/send-request.ts";

export interface OpenQuestion {
  readonly http: HttpSettings;
  readonly stateDir: string;
  /** Of what everybody may read. */
  readonly path: `/${string}`;
  readonly maxAnswerMs: number;
  readonly signal: AbortSignal;
}

const maxAnswerLength = 64 * 1024 * 1024;

/** Asks for what everybody may read; where no daemon of that state directory gives it, why, as part of a sentence. */
export async function askOverHttp({
  http,
  stateDir,
  ...request
}: OpenQuestion): Promise<{ readonly value: unknown } | string> {
  const where = reachable(http);
  const url = `http://${where.host.includes(":") ? `[${where.host}]` : where.host}:${where.port}`;
  const response = await sendRequest({ ...where, ...request, method: "GET", token: null });
  if (typeof response === "string") return `no daemon answers at ${url} (${response})`;
  try {
    if (!response.isDaemon) return `something other than this program answers at ${url}`;
    if (response.status === 401) return `the daemon at ${url} requires its token`;
    if (response.header(stateDirIdHeader) !== stateDirId(stateDir))
      return `the daemon at ${url} belongs to another state directory`;
    // A failing daemon answers 503 there, with its health.
    if (response.status !== 200 && response.status !== 503) return `the daemon at ${url} answered ${response.status}`;
    return { value: JSON.parse(await readText(response.body)) };
  } catch {
    return `the daemon at ${url} sent an incomplete answer`;
  } finally {
    response.close();
  }
}

async function readText(body: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of body) {
    parts.push(chunk);
    length += chunk.length;
    if (length > maxAnswerLength) throw new Error("the answer is too long");
  }
  return parts.join("");
}

/** A listener on every address is reached on loopback. */
function reachable({ host, port }: HttpSettings): { host: string; port: number } {
  if (host === "" || host === "0.0.0.0") return { host: "127.0.0.1", port };
  return { host: host === "::" ? "::1" : host, port };
}
