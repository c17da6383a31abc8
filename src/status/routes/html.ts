import { createHash } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { HttpAnswer } from "../wire/answer.ts";

const style = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem}h2{font-size:1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884;vertical-align:top}
th{font-weight:600}td{overflow-wrap:anywhere}
.ok{color:#187a3c}.starting,.pending,.waiting,.degraded,.absent,.refused{color:#a15c00}.failing,.held{color:#c02626}
@media(prefers-color-scheme:dark){.ok{color:#5fd28a}.starting,.pending,.waiting,.degraded,.absent,.refused{color:#f0b04e}.failing,.held{color:#ff8080}}
footer{margin-top:2rem;opacity:.75}input,button{font:inherit;padding:.3rem .6rem}`;

const styleHash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** A whole page without any script. `body` is HTML: whatever goes into it has been through `escapeHtml`. */
export function htmlAnswer(status: number, body: string, headers: OutgoingHttpHeaders = {}): HttpAnswer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>gigahost-ddns</title><style>${style}</style>`;
  return {
    status,
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>\n`,
    headers: { "Content-Security-Policy": policy, ...headers },
  };
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
