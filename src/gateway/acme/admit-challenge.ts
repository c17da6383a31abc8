import type { Attempt } from "../../model/fallible.ts";
import type { GatewayClient } from "../client.ts";
import { authenticate } from "../clients/authenticate.ts";
import type { GivenCredential } from "../clients/read-credential.ts";
import { type GatewayAnswer, jsonAnswer } from "../http/answer.ts";
import type { DeviceVisit } from "../http/read-visit.ts";
import type { GatewayParts } from "../http/route.ts";

export type AdmittedChallenge = Attempt<
  { readonly client: GatewayClient; readonly body: Readonly<Record<string, unknown>> },
  { readonly answer: GatewayAnswer }
>;

/** A certificate may be for a hundred names, and lego takes each of their challenges back. */
export const maxChallengesPerMinute = 200;

/** Who is admitted, and with what: `forbidden` is the protocol's word for a wrong credential. */
export function admitChallenge(
  given: GivenCredential | null,
  visit: DeviceVisit,
  { desk, wrong, challengeRate, clock, log }: GatewayParts,
  words: { readonly forbidden: string; readonly malformed: string },
): AdmittedChallenge {
  const refuse = (status: number, error: string, waitMs = 0): AdmittedChallenge => {
    const wait = waitMs > 0 ? { "Retry-After": String(Math.ceil(waitMs / 1000)) } : {};
    return { ok: false, answer: jsonAnswer(status, { error }, wait) };
  };
  const door = { client: desk.client, wrong, steadyMs: () => clock.steadyMs() };
  const who = authenticate(given, visit.peer, door);
  if (!who.ok) {
    const level = who.waitMs > 0 ? "debug" : "warn";
    log[level](`the gateway refused a challenge from ${visit.peer}: ${who.reason}`, { peer: visit.peer });
    return refuse(who.waitMs > 0 ? 429 : 401, words.forbidden, who.waitMs);
  }
  const standby = desk.standby();
  if (standby !== null) return refuse(503, standby, 15_000);
  const waitMs = challengeRate.take(who.client.name);
  if (waitMs > 0) {
    log.debug(`${who.client.name} asks for too many challenges a minute`, { peer: visit.peer });
    return refuse(429, `more than ${maxChallengesPerMinute} challenges in a minute`, waitMs);
  }
  const body = parseObject(visit.body);
  return body === null ? refuse(400, words.malformed) : { ok: true, client: who.client, body };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // every field is looked at by who reads it
      : null;
  } catch {
    return null;
  }
}
