import { usualDays } from "../../model/history.ts";
import { documentAnswer } from "../page/document.ts";
import { readChoice } from "../page/render-hostnames.ts";
import { renderPage } from "../page/render-page.ts";
import { chooseLanguage } from "../page/words/choose-language.ts";
import { languages } from "../page/words/languages.ts";
import { readQuery } from "../wire/read-query.ts";
import { loginPage } from "./login.ts";
import type { Route } from "./route.ts";

/** The status as a page in the visitor's language; the login page for visitors who must not read it. */
export const page: Route = {
  method: "GET",
  path: "/",
  access: "page",
  async answer({ request, parts, mayRead }) {
    const language = chooseLanguage(request.headers["accept-language"]);
    // Without the history, the page still shows the current state.
    const history = await parts.view.history(usualDays).catch(() => []);
    const { status } = parts.status.get();
    const body = renderPage({
      ...{ status, history, choice: readChoice(readQuery(request.url)), words: languages[language] },
      ...{ wallMs: parts.clock.wallMs(), hasEvents: mayRead("events") },
    });
    const title = `${languages[language].health[status.health]} – gigahost-ddns`;
    const { health } = status;
    return documentAnswer({
      ...{ status: 200, language, title, health, isLive: true },
      body: { html: parts.mask(body.html) },
    });
  },
  refuse: ({ headers }) => loginPage({ status: 401, language: chooseLanguage(headers["accept-language"]) }),
};
