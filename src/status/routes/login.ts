import type { IncomingMessage } from "node:http";
import { bearerToken } from "../guard/bearer-token.ts";
import { makeReadingCookie } from "../guard/reading-cookie.ts";
import { isSameSecret } from "../guard/same-secret.ts";
import { type Answer, errorAnswer, jsonAnswer } from "../wire/answer.ts";
import { readBody } from "../wire/request-body.ts";
import { loginPage } from "./login-page.ts";
import { bodyRefusal, parseObject } from "./read-fields.ts";
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
    const { text, problem } = await readBody(request);
    if (problem) return bodyRefusal(problem);
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
    const refuse = (status: number, words: string, headers = {}) =>
      isForm ? loginPage(status, words, headers) : errorAnswer(status, words, headers);

    const { token, clock, loginLimit } = { ...parts, token: parts.token() };
    if (token === null) return refuse(503, "The daemon has no HTTP token; its status says why.");
    const given = givenToken(request, text, isForm);
    if (given === null || !isSameSecret(given, token)) {
      const waitMs = loginLimit.noteWrong(request.socket.remoteAddress ?? "", clock.steadyMs());
      if (waitMs === 0) return refuse(401, "That is not the token. `gigahost-ddns token` prints it.");
      const retryAfter = { "Retry-After": Math.ceil(waitMs / 1000) };
      return refuse(429, "That is not the token, and there were too many wrong ones; wait a while.", retryAfter);
    }
    const cookie = makeReadingCookie(token, clock.wallMs(), request.headers["x-forwarded-proto"] === "https");
    return welcome(cookie, isForm);
  },
};

function givenToken(request: IncomingMessage, text: string, isForm: boolean): string | null {
  const written = isForm ? new URLSearchParams(text).get("token") : parseObject(text)?.token;
  return typeof written === "string" ? written.trim() : bearerToken(request.headers.authorization);
}

function welcome(cookie: string, isForm: boolean): Answer {
  const headers = { "Set-Cookie": cookie };
  // Relative, so that it is right behind a proxy that serves us under a path, too.
  return isForm
    ? { ...jsonAnswer(303, {}), headers: { ...headers, Location: "./" } }
    : jsonAnswer(200, { ok: true }, headers);
}
