import { familyLabel } from "../../model/family.ts";
import type { AddressReport } from "../../model/report.ts";
import type { ChannelStatus } from "../../model/status.ts";
import { type Html, html, renderSentence } from "./html.ts";
import { renderTime } from "./render-time.ts";
import type { PageWords } from "./words/words.ts";

/** Each client of the gateway has its own uplink; there may be thousands. */
const maxCards = 24;

/** Each address with the sources that named it, how long ago, and since when it has been the address. */
export function renderAddresses(addresses: readonly AddressReport[], wallMs: number, words: PageWords): Html {
  const { text, count } = words;
  const rest = addresses.length - maxCards;
  const cards = addresses.slice(0, maxCards).map((address) => card(address, wallMs, words));
  return html`<section id="addresses" data-live aria-labelledby="addresses-title"><h2 id="addresses-title">${text.addresses}</h2>
${cards.length === 0 ? html`<p class="panel empty">${text.noAddresses}</p>` : html`<ul class="cards">${cards}</ul>`}
${rest > 0 && html`<p class="small muted">${count.moreAddresses(rest)} <code>gigahost-ddns status</code></p>`}</section>`;
}

function card(
  { uplink, family, address, source, seenAt, changedAt }: AddressReport,
  wallMs: number,
  words: PageWords,
): Html {
  const { text } = words;
  const where = uplink === "default" ? "" : ` · ${text.uplink} ${uplink}`;
  return html`<li class="card"><h3>${familyLabel(family)}${where}</h3>
<span class="address">${address ?? text.unknown}</span><dl class="facts">
<div><dt>${text.seen}: </dt><dd>${renderTime(seenAt, wallMs, words, text.never)}</dd></div>
<div><dt>${text.changed}: </dt><dd>${renderTime(changedAt, wallMs, words, text.never)}</dd></div>
${source !== null && html`<div><dt>${text.source}: </dt><dd><code>${source}</code></dd></div>`}</dl></li>`;
}

/** Where notices are sent; nothing if none is configured. */
export function renderChannels(channels: readonly ChannelStatus[], wallMs: number, words: PageWords): Html {
  const { text } = words;
  const lines = channels.map(
    ({ channel, state, reason, nextAttemptAt }) => html`<li class="card"><h3>${channel}</h3>
<p><span class="pill ${state}">${state === "ok" ? text.channelOk : text.channelFailing}</span></p>
${reason !== null && html`<p class="small muted">${renderSentence(reason, words.translate)}</p>`}
${nextAttemptAt !== null && html`<p class="small muted">${text.nextAttempt}: ${renderTime(nextAttemptAt, wallMs, words, "")}</p>`}</li>`,
  );
  return html`<section id="channels" data-live aria-label="${text.channels}">${
    lines.length > 0 && html`<h2>${text.channels}</h2><ul class="cards">${lines}</ul>`
  }</section>`;
}
