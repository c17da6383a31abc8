import { type Html, html } from "./html.ts";
import { tellTime } from "./tell-time.ts";
import type { PageWords } from "./words/words.ts";

/** "3 min ago", with the moment itself; `otherwise` if there is none. */
export function renderTime(iso: string | null, wallMs: number, { time }: PageWords, otherwise: string): Html {
  if (iso === null) return html`${otherwise}`;
  return html`<time datetime="${iso}" data-relative title="${utcTime(iso)}">${tellTime((Date.parse(iso) - wallMs) / 1000, time)}</time>`;
}

/** The moment itself; the browser converts it to local time. */
export function renderMoment(iso: string): Html {
  return html`<time datetime="${iso}">${utcTime(iso)}</time>`;
}

function utcTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
