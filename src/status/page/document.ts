import { randomBytes } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { Health } from "../../model/status.ts";
import type { HttpAnswer } from "../wire/answer.ts";
import { escapeHtml, type Html, html } from "./html.ts";
import { pageScript } from "./script.ts";
import { pageStyle } from "./style.ts";
import type { Language } from "./words/choose-language.ts";

export interface PageDocument {
  readonly status: number;
  readonly language: Language;
  readonly title: string;
  /** Decides the colour of the icon in the browser's tab. */
  readonly health: Health | null;
  readonly body: Html;
  /** Whether it keeps itself up to date: by its script or, without JavaScript, by reloading every minute. */
  readonly isLive: boolean;
  readonly headers?: OutgoingHttpHeaders;
}

const colors = { ok: "#0a7a43", starting: "#566273", degraded: "#b27400", failing: "#b3261e" } as const;

/** A whole page. The policy allows only our own style and script, each by the nonce of this answer. */
export function documentAnswer({ status, language, title, health, body, isLive, headers }: PageDocument): HttpAnswer {
  const nonce = randomBytes(16).toString("base64");
  const reload = '<noscript><meta http-equiv="refresh" content="60"></noscript>';
  const script = `<script nonce="${nonce}">${pageScript}</script>`;
  const page = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    html`<title>${title}</title>`.html,
    `<link rel="icon" id="icon" href="${icon(colors[health ?? "starting"])}">`,
    `<style nonce="${nonce}">${pageStyle}</style>${isLive ? reload : ""}</head>`,
    `<body>${body.html}${isLive ? script : ""}</body></html>\n`,
  ].join("");
  return { status, type: "text/html; charset=utf-8", body: page, headers: { ...policy(nonce), ...headers } };
}

function policy(nonce: string): OutgoingHttpHeaders {
  const rules = [
    ...["default-src 'none'", `style-src 'nonce-${nonce}'`, `script-src 'nonce-${nonce}'`, "img-src data:"],
    ...["connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
  ];
  return { "Content-Security-Policy": rules.join("; "), Vary: "Accept-Language, Cookie, Authorization" };
}

function icon(color: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${color}"/></svg>`;
  return escapeHtml(`data:image/svg+xml,${encodeURIComponent(svg)}`);
}
