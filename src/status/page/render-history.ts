import { familyLabel } from "../../model/family.ts";
import { type HistoryEvent, usualDays } from "../../model/history.ts";
import { displayHostname } from "../../model/hostname.ts";
import { formatDuration } from "../../model/time/format-duration.ts";
import { isoTime } from "../../model/time/iso-time.ts";
import { dayMs } from "../../model/time/units.ts";
import { type Html, html } from "./html.ts";
import { type AddressChange, listChanges, listSpans, measureSpans, type Span } from "./read-history.ts";
import { renderMoment } from "./render-time.ts";
import type { PageWords } from "./words/words.ts";

/** The size of the picture in its own units; it is as wide as the page. */
const width = 900;
const height = 100;
/** Only the newest are listed; the command prints all. */
const maxListed = 50;
const maxMarks = 1_500;

/** The last 90 days as a picture, and as a list. */
export function renderHistory(events: readonly HistoryEvent[], nowMs: number, words: PageWords): Html {
  const { text, count, time } = words;
  const changes = listChanges(events).slice(-maxMarks);
  const spans = listSpans(events, nowMs);
  const place = (atMs: number) => width * (1 - Math.min(1, Math.max(0, (nowMs - atMs) / (usualDays * dayMs))));
  const tell = (ms: number) => translateUnits(formatDuration(ms), time.units);
  const reactions = changes.flatMap(({ reactionMs }) => reactionMs ?? []).sort((one, other) => one - other);
  const { count: troubles, totalMs } = measureSpans(spans);
  const lanes = [
    lane({
      name: text.laneChanges,
      said: changes.length === 0 ? text.noChanges : count.changes(changes.length),
      marks: changes.map((change) => dot(change, place(change.atMs))),
    }),
    lane({
      name: text.laneReaction,
      said:
        reactions.length === 0
          ? text.noReaction
          : count.reactions(tell(reactions[reactions.length >> 1] ?? 0), tell(reactions.at(-1) ?? 0)),
      marks: changes.flatMap((change) => stem(change, place(change.atMs), tell)),
      isHigh: true,
    }),
    lane({
      name: text.laneTroubles,
      said: troubles === 0 ? text.noTroubles : count.troubles(troubles, tell(totalMs)),
      marks: spans.slice(-maxMarks).map((span) => bar(span, place, tell)),
    }),
  ];
  return html`<section id="history" data-live aria-labelledby="history-title"><h2 id="history-title">${text.history}</h2><div class="panel">
<div class="lanes">${lanes}<div class="axis"><span>${text.daysAgo.replace("{}", "90")}</span><span>${text.daysAgo.replace("{}", "60")}</span><span>${text.daysAgo.replace("{}", "30")}</span><span>${text.today}</span></div>
<div class="legend small muted"><span class="key4">IPv4</span><span class="key6">IPv6</span></div></div>${list(events, words, tell)}</div></section>`;
}

interface Lane {
  readonly name: string;
  readonly said: string;
  readonly marks: readonly Html[];
  readonly isHigh?: boolean;
}

function lane({ name, said, marks, isHigh = false }: Lane): Html {
  const lines = [1, 2].map((third) => html`<path class="grid" d="M${(width / 3) * third} 0V${height}"/>`);
  return html`<div class="lane"><p class="lane-name"><b>${name}</b><span class="muted">${said}</span></p>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${name}: ${said}"${isHigh ? html` class="high"` : ""}>${lines}${marks}</svg></div>`;
}

/** A dot: a line of length zero with round ends stays round, however wide the picture is drawn. */
function dot(change: AddressChange, x: number): Html {
  const { family, old, new: now, atMs } = change;
  const y = family === "ipv6" ? 68 : 32;
  return html`<path class="dot ${family ?? ""}" d="M${round(inside(x))} ${y}h.01"><title>${day(atMs)} ${old ?? "–"} → ${now ?? "–"}</title></path>`;
}

/** Logarithmic, from a tenth of a second to an hour. */
function stem({ family, reactionMs, atMs }: AddressChange, x: number, tell: (ms: number) => string): Html[] {
  if (reactionMs === null) return [];
  const share = Math.min(1, Math.max(0, Math.log10(Math.max(1, reactionMs) / 100) / Math.log10(36_000)));
  const y = round(92 - 82 * share);
  return [
    html`<path class="stem ${family ?? ""}" d="M${round(inside(x))} 94V${y}"><title>${day(atMs)} ${tell(reactionMs)}</title></path>`,
  ];
}

function bar(
  { fromMs, toMs, kind, reason }: Span,
  place: (atMs: number) => number,
  tell: (ms: number) => string,
): Html {
  const from = place(fromMs);
  const long = Math.max(2.5, place(toMs) - from);
  return html`<rect class="span-${kind}" x="${round(Math.min(from, width - long))}" y="18" width="${round(long)}" height="64" rx="1.5"><title>${day(fromMs)} ${tell(toMs - fromMs)} ${reason ?? ""}</title></rect>`;
}

function list(events: readonly HistoryEvent[], words: PageWords, tell: (ms: number) => string): Html {
  const { text } = words;
  if (events.length === 0)
    return html`<details id="events"><summary>${text.events}</summary><p class="empty">${text.noEvents}</p></details>`;
  const rows = events
    .slice(-maxListed)
    .toReversed()
    .map((event) => row(event, words, tell));
  const heads = [text.time, text.event, text.hostname, text.what, text.took];
  const more =
    events.length > maxListed && html`<p class="empty small">${text.newestOnly} <code>gigahost-ddns history</code></p>`;
  return html`<details id="events"><summary>${text.events}</summary><table role="table" aria-label="${text.events}"><thead role="rowgroup"><tr role="row">${heads.map(
    (head) => html`<th role="columnheader" scope="col">${head}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows}</tbody></table>${more}</details>`;
}

function row(event: HistoryEvent, words: PageWords, tell: (ms: number) => string): Html {
  const { text, count } = words;
  const { hostname, family, durationMs, more } = event;
  const name = more === undefined ? (hostname === null ? "" : displayHostname(hostname)) : count.moreNames(more);
  const label = family === null ? "" : familyLabel(family);
  return html`<tr role="row"><td role="cell" class="nowrap">${renderMoment(event.at)}</td><td role="cell"><span class="pill ${event.event}">${words.event[event.event]}</span></td>
<td role="cell">${[name, label].filter(Boolean).join(" · ")}</td><td role="cell">${what(event, words)}</td>
<td role="cell" class="nowrap"${durationMs === null ? "" : html` data-label="${text.took}"`}>${durationMs === null ? "" : tell(durationMs)}</td></tr>`;
}

function what({ event, old, new: now, reason }: HistoryEvent, { text }: PageWords): Html {
  if (event !== "changed") return html`<span lang="en">${reason}</span>`;
  const again = reason === null ? text.firstPublished : text.publishedAgain;
  if (old === null) return html`<span class="address">${now}</span> <span class="muted">${again}</span>`;
  if (now === null) return html`<span class="address">${old}</span> <span class="muted">${text.deleted}</span>`;
  return html`<span class="address">${old}</span> → <span class="address">${now}</span>`;
}

/** Since `formatDuration` is in English. */
function translateUnits(length: string, [, minutes, hours, days]: PageWords["time"]["units"]): string {
  return length
    .replace(/\bmin\b/g, minutes)
    .replace(/\bh\b/g, hours)
    .replace(/\bd\b/g, days);
}

/** Keeps a dot within the edges. */
function inside(x: number): number {
  return Math.min(width - 5, Math.max(5, x));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function day(atMs: number): string {
  return isoTime(atMs).slice(0, 16).replace("T", " ");
}
