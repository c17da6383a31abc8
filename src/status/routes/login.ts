import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { bearerToken, isSameSecret } from "../guard/check-token.ts";
import { makeReadingCookie } from "../guard/reading-cookie.ts";
import { errorAnswer, type HttpAnswer, jsonAnswer } from "../wire/answer.ts";
import { parseObject, readBody } from "../wire/request-body.ts";
import { escapeHtml, htmlAnswer } from "./html.ts";
import type { Route } from "./route.ts";

/**
 * Takes the token (a form's or a JSON object's `token`, or `Authorization: Bearer`) and sets a cookie that is good for
 * reading only. A form is answered with pages, everything else with JSON.
 */
export const login: Route = {
  method: "POST",
  path: "/login",
  access: "anybody",
  async answer({ request, parts }) {
    const body = await readBody(request);
    if (!body.ok) return errorAnswer(body.status, body.reason);
    const { text } = body;
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
    const refuse = (status: number, words: string, headers = {}) =>
      isForm ? loginPage(status, words, headers) : errorAnswer(status, words, headers);

    const { token, clock, loginLimit } = { ...parts, token: parts.token() };
    if (token === null) return refuse(503, "The daemon has no HTTP token; its status says why.");
    const given = givenToken(request, text, isForm);
    if (given === null || !isSameSecret(given, token)) {
      const waitMs = loginLimit.noteWrong(request.socket.remoteAddress ?? "", clock.steadyMs());
      if (waitMs === 0) return refuse(401, "Wrong token. `gigahost-ddns token` prints it.");
      const retryAfter = { "Retry-After": Math.ceil(waitMs / 1000) };
      return refuse(429, "Wrong token, and too many before it; wait a while.", retryAfter);
    }
    const cookie = makeReadingCookie(token, clock.wallMs(), request.headers["x-forwarded-proto"] === "https");
    return welcome(cookie, isForm);
  },
};

function givenToken(request: IncomingMessage, text: string, isForm: boolean): string | null {
  const written = isForm ? new URLSearchParams(text).get("token") : parseObject(text)?.token;
  return typeof written === "string" ? written.trim() : bearerToken(request.headers.authorization);
}

function welcome(cookie: string, isForm: boolean): HttpAnswer {
  const headers = { "Set-Cookie": cookie };
  // Relative, so that it is right behind a proxy that serves us under a path, too.
  return isForm
    ? { ...jsonAnswer(303, {}), headers: { ...headers, Location: "./" } }
    : jsonAnswer(200, { ok: true }, headers);
}

/** The page that asks for the token and shows nothing else. */
export function loginPage(status: number, words: string | null = null, headers: OutgoingHttpHeaders = {}): HttpAnswer {
  const said = words === null ? "" : `<p class="failing">${escapeHtml(words)}</p>`;
  const body = `<h1>gigahost-ddns</h1>${said}<form method="post" action="login">
<p><label for="token">Token</label> <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button></p></form><p><code>gigahost-ddns token</code> prints it.</p>`;
  return htmlAnswer(status, body, headers);
}
