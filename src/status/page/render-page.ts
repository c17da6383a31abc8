import type { HistoryEvent } from "../../model/history.ts";
import type { Status } from "../../model/status.ts";
import { type Html, html } from "./html.ts";
import { renderAddresses, renderChannels } from "./render-addresses.ts";
import { renderHistory } from "./render-history.ts";
import { type HostnameFilter, renderFilter, renderHostnames } from "./render-hostnames.ts";
import { renderSummary } from "./render-summary.ts";
import { renderTime } from "./render-time.ts";
import type { PageWords } from "./words/words.ts";

export interface PageInput {
  readonly status: Status;
  /** The events of the last 90 days. */
  readonly history: readonly HistoryEvent[];
  readonly choice: HostnameFilter;
  readonly words: PageWords;
  readonly wallMs: number;
  /** Whether this visitor may read the events, which announce news. */
  readonly hasEvents: boolean;
}

/** The body of the status page. The script replaces every element with `data-live` when it differs. */
export function renderPage({ status, history, choice, words, wallMs, hasEvents }: PageInput): Html {
  const { text } = words;
  const { hostnames, account } = status;
  const held = new Set(hostnames.filter(({ state }) => state === "held").map(({ hostname }) => hostname));
  const isRetryable = account.state === "held" || held.size > 1;
  const retryAll = html`<button type="button" id="retry-all" data-act="retry">${text.retryAll}</button>`;
  return html`<header><p class="brand">gigahost-ddns</p><div class="tools needs-js"><span id="tools" data-live>${isRetryable && retryAll}</span>
<button type="button" class="main" id="look" data-act="update">${text.lookNow}</button></div></header>
<main data-words="${scriptWords(words)}" data-events="${hasEvents ? "yes" : "no"}"><p id="lost" class="banner" role="alert" hidden>${text.lost}</p>
${renderSummary(status, wallMs, words)}
${renderAddresses(status.addresses, wallMs, words)}
<section aria-labelledby="hostnames-title"><h2 id="hostnames-title">${text.hostnames}</h2>
${renderFilter(hostnames, choice, words)}${renderHostnames(hostnames, choice, wallMs, words)}</section>
${renderHistory(history, wallMs, words)}
${renderChannels(status.channels, wallMs, words)}
${tokenDialog(words)}</main>
<footer><p id="foot" data-live>${text.version} ${status.version} · ${words.count.started("")}${renderTime(status.startedAt, wallMs, words, text.never)} · ${text.engine} ${status.engine}</p>
<noscript><p>${text.withoutScript} <code>gigahost-ddns update</code>, <code>gigahost-ddns retry</code></p></noscript></footer>
<p id="said" role="status"></p>`;
}

function tokenDialog({ text }: PageWords): Html {
  return html`<dialog id="ask" aria-labelledby="ask-title"><form method="dialog" class="stack"><h2 id="ask-title" class="flush">${text.token}</h2>
<p class="small muted">${text.tokenHint} <code>gigahost-ddns token</code></p><p id="wrong" class="wrong" role="alert" hidden>${text.wrongToken}</p>
<label>${text.token}<input id="token" type="password" autocomplete="current-password" required autofocus></label>
<div class="ends"><button type="button" id="cancel">${text.cancel}</button><button class="main" value="send">${text.send}</button></div></form></dialog>`;
}

function scriptWords({ time, text }: PageWords): string {
  const { looking, lost, failed, nothingChanged, wasPublished } = text;
  return JSON.stringify({ time, looking, lost, failed, nothingChanged, wasPublished });
}
