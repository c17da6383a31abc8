import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { bearerToken, isSameSecret } from "../guard/check-token.ts";
import { makeReadingCookie } from "../guard/reading-cookie.ts";
import { documentAnswer } from "../page/document.ts";
import { html } from "../page/html.ts";
import { chooseLanguage, type Language } from "../page/words/choose-language.ts";
import { languages } from "../page/words/languages.ts";
import { errorAnswer, type HttpAnswer, jsonAnswer } from "../wire/answer.ts";
import { parseObject, readBody } from "../wire/request-body.ts";
import type { Route } from "./route.ts";

/**
 * Accepts the token (a form's or a JSON object's `token`, or `Authorization: Bearer`) and sets a cookie that is valid for
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
    const language = chooseLanguage(request.headers["accept-language"]);
    const refuse = (status: number, problem: LoginProblem, headers = {}) =>
      isForm ? loginPage({ status, language, problem, headers }) : errorAnswer(status, problems[problem], headers);

    const { token, clock, loginLimit } = { ...parts, token: parts.token() };
    if (token === null) return refuse(503, "noToken");
    const given = givenToken(request, text, isForm);
    if (given === null || !isSameSecret(given, token)) {
      const waitMs = loginLimit.noteWrong(request.socket.remoteAddress ?? "", clock.steadyMs());
      if (waitMs === 0) return refuse(401, "wrongToken");
      const retryAfter = { "Retry-After": Math.ceil(waitMs / 1000) };
      return refuse(429, "tooManyTokens", retryAfter);
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
  // Relative, so that it also works behind a proxy that serves us under a path.
  return isForm
    ? { ...jsonAnswer(303, {}), headers: { ...headers, Location: "./" } }
    : jsonAnswer(200, { ok: true }, headers);
}

type LoginProblem = "noToken" | "wrongToken" | "tooManyTokens";

/** For programs. */
const problems: Readonly<Record<LoginProblem, string>> = {
  noToken: "The daemon has no HTTP token; its status says why.",
  wrongToken: "Wrong token. `gigahost-ddns token` prints it.",
  tooManyTokens: "Too many wrong tokens; wait a while.",
};

interface LoginPage {
  readonly status: number;
  readonly language: Language;
  readonly problem?: LoginProblem;
  readonly headers?: OutgoingHttpHeaders;
}

/** The page that asks for the token and shows nothing else. */
export function loginPage({ status, language, problem, headers = {} }: LoginPage): HttpAnswer {
  const { text } = languages[language];
  const wrong = problem !== undefined && html`<p class="wrong" role="alert">${text[problem]}</p>`;
  const body = html`<main class="login"><div class="card"><form class="stack" method="post" action="login"><h1>gigahost-ddns</h1>${wrong}
<label>${text.token}<input id="token" name="token" type="password" autocomplete="current-password" required autofocus></label>
<button class="main">${text.logIn}</button><p class="small muted">${text.tokenHint} <code>gigahost-ddns token</code></p></form></div></main>`;
  const title = `${text.logIn} – gigahost-ddns`;
  return documentAnswer({ status, language, title, health: null, body, isLive: false, headers });
}
