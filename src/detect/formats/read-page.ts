/** A longer page says more than an address. */
const maxWords = 10;

/** What a page starts with for a browser; a text before it was put there by something in between. */
const pageBegins = /<(?:!doctype|html|head|body|title|meta|script|form|iframe)(?![\w-])/i;
/** A page that wants something from its reader: a log-in, most likely. */
const asksBack = /<(?:form|input|button|select|textarea|iframe)(?![\w-])/i;
/** What a short page says that does not come from an address service. */
const refuses =
  /\b(?:log ?-?in|log ?-?on|sign ?-?in|logg inn|passord|password|error|forbidden|denied|unauthorized|blocked|captcha|redirect\w*)\b/i;

/**
 * The text of a page that says little but an address, the title included; null if it says more, or asks for something. A
 * text that isn't a page is returned as it is, unless a page follows it.
 */
export function readPage(content: string): { readonly text: string | null; readonly isPage: boolean } {
  if (!content.startsWith("<"))
    return pageBegins.test(content) ? { text: null, isPage: true } : { text: content, isPage: false };
  if (asksBack.test(content)) return { text: null, isPage: true };
  const text = textOf(content).trim();
  const isShort = text.split(/\s+/).length <= maxWords;
  return { text: isShort && !refuses.test(text) ? text : null, isPage: true };
}

/** What a browser would show. Scans once from left to right: its author may want us to take long. */
function textOf(page: string): string {
  const lower = page.toLowerCase();
  const parts: string[] = [];
  for (let at = 0; at < page.length; ) {
    const tag = page.indexOf("<", at);
    if (tag < 0) {
      parts.push(page.slice(at));
      break;
    }
    parts.push(page.slice(at, tag));
    at = endOfTag(lower, tag);
  }
  return parts.join(" ").replace(/&(?:nbsp|#160|#xa0);/gi, " ");
}

/** Where the text continues after a tag: after the whole element where it is never shown. An element without an end hides the rest. */
function endOfTag(lower: string, tag: number): number {
  const hidden = ["script", "style", "noscript", "template"].find((name) => lower.startsWith(name, tag + 1));
  const end = lower.startsWith("!--", tag + 1) ? "-->" : hidden === undefined ? ">" : `</${hidden}`;
  const found = lower.indexOf(end, tag + 1);
  if (found < 0) return lower.length;
  return hidden === undefined ? found + end.length : endOfTag(lower, found);
}
