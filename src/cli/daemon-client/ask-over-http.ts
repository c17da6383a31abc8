import type { Fallible, Refused } from "../../model/fallible.ts";
import type { HttpSettings } from "../../status/guard/http-settings.ts";
import { stateDirId, stateDirIdHeader } from "../../status/state-dir-id.ts";
import { sendRequest } from "../account/send-request.ts";

export interface OpenQuestion {
  readonly http: HttpSettings;
  readonly stateDir: string;
  /** Of what everybody may read. */
  readonly path: `/${string}`;
  readonly maxIdleMs: number;
  readonly signal: AbortSignal;
}

const maxAnswerLength = 64 * 1024 * 1024;

/** Asks for what everybody may read; where no daemon of that state directory gives it, why, as part of a sentence. */
export async function askOverHttp({
  http,
  stateDir,
  ...request
}: OpenQuestion): Promise<Fallible<{ readonly value: unknown }>> {
  const where = reachable(http);
  const url = `http://${where.host.includes(":") ? `[${where.host}]` : where.host}:${where.port}`;
  const answered = await sendRequest({ ...where, ...request, method: "GET", token: null });
  if (!answered.ok) return refuse(`no daemon answers at ${url} (${answered.reason})`);
  const { response } = answered;
  try {
    if (!response.isDaemon) return refuse(`something other than this program answers at ${url}`);
    if (response.status === 401) return refuse(`the daemon at ${url} requires its token`);
    if (response.header(stateDirIdHeader) !== stateDirId(stateDir))
      return refuse(`the daemon at ${url} belongs to another state directory`);
    // A failing daemon answers 503 there, with its health.
    if (response.status !== 200 && response.status !== 503)
      return refuse(`the daemon at ${url} answered ${response.status}`);
    return { ok: true, value: JSON.parse(await readText(response.body)) };
  } catch {
    return refuse(`the daemon at ${url} sent an incomplete answer`);
  } finally {
    response.close();
  }
}

function refuse(reason: string): Refused {
  return { ok: false, reason };
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
