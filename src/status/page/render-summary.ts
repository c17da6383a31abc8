import type { Health, Status } from "../../model/status.ts";
import { type Html, html, renderSentence } from "./html.ts";
import { renderTime } from "./render-time.ts";
import { summarise } from "./summarise.ts";
import type { PageWords } from "./words/words.ts";

/** A tick, a clock, an exclamation mark, a cross, so that the meaning doesn't depend on colour alone. */
const marks: Readonly<Record<Health, string>> = {
  ok: "M5 12.5l4.5 4.5L19 7.5",
  starting: "M12 6v6l4 2.5",
  degraded: "M12 5v9M12 18.5v.1",
  failing: "M7 7l10 10M17 7L7 17",
};

/** The state in one sentence, and what to do; what is wrong in detail; when it looks again. */
export function renderSummary(status: Status, wallMs: number, words: PageWords): Html {
  const { health, problems, notes, lastRoundAt, nextRoundAt, account } = status;
  const { text } = words;
  const summary = summarise(status);
  const probe =
    account.nextProbeAt !== null &&
    html`<div><dt>${text.nextAttempt}: </dt><dd>${renderTime(account.nextProbeAt, wallMs, words, text.notPlanned)}</dd></div>`;
  return html`<section id="summary" class="hero ${health}" data-live aria-label="${words.health[health]}">
<div class="mark"><svg viewBox="0 0 24 24" role="img" aria-label="${words.health[health]}"><path d="${marks[health]}"/></svg></div>
<div><h1>${words.sentence[summary.situation](summary)}</h1><p class="advice muted">${words.advice[summary.situation](summary)}</p>
${sentences(problems, text.details, "problems", words)}
<dl class="looks small"><div><dt>${text.lastLook}: </dt><dd>${renderTime(lastRoundAt, wallMs, words, text.never)}</dd></div>
<div><dt>${text.nextLook}: </dt><dd>${renderTime(nextRoundAt, wallMs, words, text.notPlanned)}</dd></div>${probe}</dl>
${sentences(notes, text.notes, "problems notes small muted", words)}</div></section>`;
}

function sentences(list: readonly string[], label: string, kind: string, { translate }: PageWords): Html | null {
  if (list.length === 0) return null;
  return html`<ul class="${kind}" aria-label="${label}">${list.map((each) => html`<li>${renderSentence(each, translate)}</li>`)}</ul>`;
}
