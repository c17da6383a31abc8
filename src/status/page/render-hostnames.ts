import { familyLabel } from "../../model/family.ts";
import { displayHostname } from "../../model/hostname.ts";
import type { HostnameStatus } from "../../model/status.ts";
import { type Html, html, renderSentence } from "./html.ts";
import { renderTime } from "./render-time.ts";
import { needsAttention } from "./summarise.ts";
import type { PageWords } from "./words/words.ts";

/** Which hostnames a visitor wants to see. */
export interface HostnameFilter {
  /** Part of a hostname or an address; empty: all. */
  readonly search: string;
  readonly troubledOnly: boolean;
  /** From 1. */
  readonly page: number;
}

/** Fewer can be seen at a glance, and need no filter. */
const maxWithoutFilter = 10;
const maxLines = 100;
const maxSearchLength = 253;

/** From the query of the URL. */
export function readChoice(query: URLSearchParams): HostnameFilter {
  const page = Number(query.get("page"));
  return {
    search: (query.get("q") ?? "").trim().slice(0, maxSearchLength),
    troubledOnly: query.get("show") === "troubled",
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The filter; outside the part that renews itself, so that nothing changes while somebody types. */
export function renderFilter(
  hostnames: readonly HostnameStatus[],
  { search, troubledOnly }: HostnameFilter,
  { text }: PageWords,
): Html {
  if (hostnames.length <= maxWithoutFilter && search === "" && !troubledOnly) return html``;
  return html`<form id="filter" class="bar" role="search" aria-label="${text.filter}">
<label class="grow">${text.filterHint}<input id="q" name="q" type="search" value="${search}" maxlength="${maxSearchLength}" autocomplete="off" spellcheck="false"></label>
<label>${text.show}<select id="show" name="show"><option value="all">${text.showAll}</option>
<option value="troubled"${troubledOnly ? html` selected` : ""}>${text.showTroubled}</option></select></label>
<noscript><button>${text.apply}</button></noscript></form>`;
}

/** Those chosen, one page at a time, with what needs attention first. */
export function renderHostnames(
  all: readonly HostnameStatus[],
  choice: HostnameFilter,
  wallMs: number,
  words: PageWords,
): Html {
  const { text, count } = words;
  const chosen = choose(all, choice);
  const pages = Math.max(1, Math.ceil(chosen.length / maxLines));
  const page = Math.min(choice.page, pages);
  const shown = chosen.slice((page - 1) * maxLines, page * maxLines);
  const names = (lines: readonly HostnameStatus[]) => new Set(lines.map(({ hostname }) => hostname)).size;
  const total = all.length > maxWithoutFilter && count.hostnames(names(chosen), names(all));
  const empty = html`<p class="empty">${all.length === 0 ? text.noHostnames : text.noMatch}</p>`;
  return html`<div id="hostnames" data-live><p id="count" class="small muted" role="status">${total}</p>
<div class="panel">${shown.length === 0 ? empty : table(shown, wallMs, words)}${pages > 1 && pager(page, pages, choice, words)}</div></div>`;
}

function choose(all: readonly HostnameStatus[], { search, troubledOnly }: HostnameFilter): readonly HostnameStatus[] {
  const wanted = search.toLowerCase();
  const matches = (line: HostnameStatus) =>
    [line.hostname, displayHostname(line.hostname), line.wanted, line.published].some((each) => each?.includes(wanted));
  const found = wanted === "" ? all : all.filter(matches);
  const troubled = found.filter(needsAttention);
  return troubledOnly ? troubled : [...troubled, ...found.filter((line) => !needsAttention(line))];
}

function table(lines: readonly HostnameStatus[], wallMs: number, words: PageWords): Html {
  const { text } = words;
  const heads = [text.hostname, text.family, text.state, text.published, text.wanted, text.why];
  const rows = lines.map((line, place) => row(line, lines[place - 1]?.hostname === line.hostname, wallMs, words));
  // The roles keep it a table on narrow screens, where CSS does not lay out the rows as one.
  return html`<table role="table" aria-labelledby="hostnames-title"><thead role="rowgroup"><tr role="row">${heads.map(
    (head) => html`<th role="columnheader" scope="col">${head}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows}</tbody></table>`;
}

function row(line: HostnameStatus, isAgain: boolean, wallMs: number, words: PageWords): Html {
  const { text } = words;
  const { hostname, family, state, published, publishedAt, wanted } = line;
  const isSame = wanted !== null && wanted === published;
  return html`<tr role="row"><th role="rowheader" scope="row"${isAgain ? html` class="again"` : ""}>${displayHostname(hostname)}</th>
<td role="cell" class="${family}-family">${familyLabel(family)}</td><td role="cell" class="state"><span class="pill ${tone(line)}">${words.state[state]}</span></td>
<td role="cell" class="long" data-label="${text.published}">${published === null ? text.none : html`<span class="address">${published}</span> <span class="small muted nowrap">${renderTime(publishedAt, wallMs, words, "")}</span>`}</td>
<td role="cell" data-label="${text.wanted}" class="${isSame ? "same" : "long"}">${isSame ? html`<span class="muted">${text.same}</span>` : html`<span class="address">${wanted ?? text.unknown}</span>`}</td>
<td role="cell">${why(line, wallMs, words)}</td></tr>`;
}

/** A missing address needs attention if it was published before, and not if it never was. */
function tone(line: HostnameStatus): string {
  return line.state === "absent" && needsAttention(line) ? "lost" : line.state;
}

function why(
  { hostname, family, state, result, reason, nextAttemptAt }: HostnameStatus,
  wallMs: number,
  words: PageWords,
): Html {
  const { text, count } = words;
  const isForeign = reason !== null && words.translate(reason).some((piece) => piece.foreign);
  const isOpen = state !== "ok" && result !== null && (isForeign || reason === null);
  const meaning = isOpen ? words.result[result] : undefined;
  const parts = [
    meaning !== undefined && html`${meaning} `,
    reason !== null &&
      html`<span${meaning === undefined ? "" : html` class="small muted"`}>${renderSentence(reason, words.translate)}</span> `,
    nextAttemptAt !== null &&
      html`<span class="small muted nowrap">${text.nextAttempt}: ${renderTime(nextAttemptAt, wallMs, words, "")}</span>`,
  ].filter((part) => part !== false);
  const button =
    state === "held" &&
    html`<button type="button" class="slim needs-js" id="retry-${hostname}-${family}" data-act="retry" data-hostname="${hostname}" aria-label="${count.retryOf(displayHostname(hostname))}">${text.retry}</button>`;
  if (parts.length === 0 && button === false) return html``;
  return html`<div class="why"><span>${parts}</span>${button}</div>`;
}

function pager(
  page: number,
  pages: number,
  { search, troubledOnly }: HostnameFilter,
  { text, count }: PageWords,
): Html {
  const to = (target: number) => {
    const query = new URLSearchParams({ page: String(target) });
    if (search !== "") query.set("q", search);
    if (troubledOnly) query.set("show", "troubled");
    return `?${query}`;
  };
  return html`<nav class="pages" aria-label="${text.pages}">${page > 1 && html`<a id="previous" rel="prev" href="${to(page - 1)}">${text.previous}</a>`}
<span class="muted">${count.page(page, pages)}</span>${page < pages && html`<a id="next" rel="next" href="${to(page + 1)}">${text.next}</a>`}</nav>`;
}
