import { authenticate } from "../clients/authenticate.ts";
import { readCredential } from "../clients/read-credential.ts";
import { type GatewayAnswer, textAnswer } from "../http/answer.ts";
import type { DeviceVisit } from "../http/read-visit.ts";
import type { GatewayParts } from "../http/route.ts";
import { answerLines } from "./answer-line.ts";
import { answerUpdate } from "./answer-update.ts";
import { readUpdate } from "./read-update.ts";

/** dyndns2, as every router speaks it. */
export async function answerDyndns(visit: DeviceVisit, parts: GatewayParts): Promise<GatewayAnswer> {
  const { desk, clock, log, wrong, rate, maxAnswerMs, waiting } = parts;
  const { query, body, headers, peer } = visit;
  const fields = readFields(query, isForm(headers["content-type"]) ? body : "");
  const userAgent = headers["user-agent"] ?? "";
  const door = { client: desk.client, wrong, steadyMs: () => clock.steadyMs() };
  const who = authenticate(readCredential(headers.authorization, fields), peer, door);
  if (!who.ok) {
    // Who guesses fast would fill the log.
    log[who.waitMs > 0 ? "debug" : "warn"](`the gateway refused an update from ${peer}: ${who.reason}`, { peer });
    return refuse(who.waitMs);
  }
  const standby = desk.standby();
  if (standby !== null) return textAnswer(503, "911", { "Retry-After": "15" });
  const { client } = who;
  const limited = { take: () => rate.take(`update ${client.name}`), desk, clock, log, peer, maxAnswerMs, waiting };
  const answered = await answerUpdate(client, readUpdate(fields, client.name), limited);
  const { status, body: text } = answerLines(answered.lines, userAgent);
  const wait = answered.retryAfterMs > 0 ? { "Retry-After": String(Math.ceil(answered.retryAfterMs / 1000)) } : {};
  return textAnswer(status, text, wait);
}

/** A script that sends a body and says nothing of its kind means a form. */
const isForm = (type = "application/x-www-form-urlencoded") =>
  /^application\/x-www-form-urlencoded *(?:;|$)/i.test(type);

/** Of the query and the form; some devices write the names in capitals. */
function readFields(query: URLSearchParams, form: string): URLSearchParams {
  const all = [...query, ...new URLSearchParams(form)];
  return new URLSearchParams(all.map(([name, value]): [string, string] => [name.toLowerCase(), value]));
}

/** inadyn and curl need the body, browsers the header. */
function refuse(waitMs: number): GatewayAnswer {
  const ask = { "WWW-Authenticate": 'Basic realm="gigahost-ddns", charset="UTF-8"' };
  if (waitMs === 0) return textAnswer(401, "badauth", ask);
  return textAnswer(429, "badauth", { "Retry-After": String(Math.ceil(waitMs / 1000)) });
}
