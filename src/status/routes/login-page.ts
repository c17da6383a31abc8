import type { OutgoingHttpHeaders } from "node:http";
import type { Answer } from "../wire/answer.ts";
import { escapeHtml, htmlAnswer } from "./html.ts";

/** The page that asks for the token and shows nothing else. */
export function loginPage(status: number, words: string | null = null, headers: OutgoingHttpHeaders = {}): Answer {
  const said = words === null ? "" : `<p class="failing">${escapeHtml(words)}</p>`;
  const body = `<h1>gigahost-ddns</h1>${said}<form method="post" action="login">
<p><label for="token">Token</label> <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button></p></form><p><code>gigahost-ddns token</code> prints it.</p>`;
  return htmlAnswer(status, body, headers);
}
