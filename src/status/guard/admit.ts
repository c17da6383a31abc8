import type { IncomingMessage } from "node:http";
import type { PublicPart } from "../../model/settings/public-part.ts";
import type { Route, ServerParts } from "../routes/route.ts";
import { errorAnswer, type HttpAnswer } from "../wire/answer.ts";
import { bearerToken, isSameSecret } from "./check-token.ts";
import { type HttpSettings, isOpen } from "./http-settings.ts";
import { hasReadingCookie } from "./reading-cookie.ts";
import { isOwnName, isOwnOrigin, parseHost, type RequestTarget } from "./request-target.ts";

/** Refuses what comes under a foreign name or from a foreign page; null if it may pass. */
export function refuseForeign(
  { host: asked }: RequestTarget,
  { origin }: IncomingMessage["headers"],
  { hosts }: Pick<HttpSettings, "hosts">,
): HttpAnswer | null {
  // A browser, which a foreign page could abuse, always sends a host; a request without one is from a probe or a script.
  const host = parseHost(asked ?? "localhost");
  if (!host || !isOwnName(host.name, hosts)) {
    return errorAnswer(403, "Unknown Host; add it to http.hosts to allow it.");
  }
  if (origin !== undefined && !isOwnOrigin(origin, asked ?? "", hosts)) {
    return errorAnswer(403, "Requests from other pages are refused.");
  }
  return null;
}

/** Refuses who may not use a route; null if they may. */
export function refuseStranger(request: IncomingMessage, route: Route, parts: ServerParts): HttpAnswer | null {
  if (route.access === "anybody") return null;
  if (route.access !== "token") {
    if (mayRead(request, route.access, parts)) return null;
    return route.refuse?.(request) ?? unauthorized("This needs the token: Authorization: Bearer TOKEN.");
  }
  const token = parts.token();
  if (token === null) return errorAnswer(503, "The daemon has no HTTP token; its status says why.");
  if (carriesToken(request, token)) return null;
  return unauthorized("This needs Authorization: Bearer TOKEN; `gigahost-ddns token` prints the token.");
}

/** Whether a visitor may read a part: because it is open, by the token, or by the login cookie. */
export function mayRead(request: IncomingMessage, part: PublicPart, parts: ServerParts): boolean {
  if (isOpen(part, parts.settings)) return true;
  const token = parts.token();
  if (token === null) return false;
  if (hasReadingCookie(request.headers.cookie, token, parts.clock.wallMs())) return true;
  return carriesToken(request, token);
}

/** Wrong ones aren't counted: an endless stream of them would lock out the right one from the same address. */
function carriesToken(request: IncomingMessage, token: string): boolean {
  const given = bearerToken(request.headers.authorization);
  return given !== null && isSameSecret(given, token);
}

function unauthorized(words: string): HttpAnswer {
  return errorAnswer(401, words, { "WWW-Authenticate": "Bearer" });
}
