import type { Translate } from "./words/translate.ts";

/** A piece of HTML: everything filled in has been escaped. */
export interface Html {
  readonly html: string;
}

/** Null, false and undefined are skipped. */
type Filling = string | number | null | undefined | false | Html | readonly Html[];

/** `html\`<b>${text}</b>\``: every text that is filled in is escaped, so that nothing foreign becomes markup. */
export function html(strings: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return { html: strings.map((text, index) => text + show(fillings[index])).join("") };
}

function show(filling: Filling): string {
  if (filling === null || filling === undefined || filling === false) return "";
  if (typeof filling === "string") return escapeHtml(filling);
  if (typeof filling === "number") return String(filling);
  return "html" in filling ? filling.html : filling.map(show).join("");
}

/** A sentence of the daemon in the page's language as far as it is translated; the rest is marked as English. */
export function renderSentence(text: string, translate: Translate): Html {
  return html`${translate(text).map((piece) => {
    const shown = renderCommands(piece.text);
    return piece.foreign ? html`<span lang="en">${shown}</span>` : shown;
  })}`;
}

/** Whatever is between backticks is meant to be typed. */
function renderCommands(text: string): Html {
  return html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
