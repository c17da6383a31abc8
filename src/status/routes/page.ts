import { displayHostname } from "../../model/hostname.ts";
import type { HostnameStatus, Status } from "../../model/status.ts";
import { relativeTime } from "../../model/time/relative-time.ts";
import { escapeHtml, htmlAnswer } from "./html.ts";
import { loginPage } from "./login.ts";
import type { Route } from "./route.ts";

const refreshSeconds = 15;
/** As long as the status stays the same, it is rendered once. */
const rendered = new WeakMap<Status, string>();

/** The status as a page that reads itself anew; the login page for who may not read it. */
export const page: Route = {
  method: "GET",
  path: "/",
  access: "page",
  answer({ parts }) {
    const { status } = parts.status.get();
    const body = rendered.get(status) ?? parts.mask(renderPage(status, parts.clock.wallMs()));
    rendered.set(status, body);
    return htmlAnswer(200, body, { Refresh: refreshSeconds });
  },
  refuse: () => loginPage(401),
};

/** The page's body, as HTML. */
export function renderPage(status: Status, wallMs: number): string {
  const { health, problems, notes, account } = status;
  const sentences = [...problems, ...notes];
  return [
    `<h1>gigahost-ddns is <span class="${health}">${health}</span></h1>`,
    sentences.length > 0 ? `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("")}</ul>` : "",
    account.state === "held" ? `<p class="held">The account is held: ${escapeHtml(account.reason ?? "")}</p>` : "",
    "<h2>Addresses</h2>",
    table(
      ["Uplink", "Family", "Address", "Source", "Seen", "Changed"],
      status.addresses.map((line) => [
        line.uplink,
        line.family,
        line.address,
        line.source,
        relativeTime(line.seenAt, wallMs),
        relativeTime(line.changedAt, wallMs),
      ]),
    ),
    "<h2>Hostnames</h2>",
    table(
      ["Hostname", "Family", "State", "Published", "Wanted", "Since", "Reason"],
      status.hostnames.map((line) => hostnameCells(line, wallMs)),
    ),
    `<footer>Version ${escapeHtml(status.version)}, started ${relativeTime(status.startedAt, wallMs) ?? "never"}, engine ${status.engine}. `,
    `Last round ${relativeTime(status.lastRoundAt, wallMs) ?? "never"}, next ${relativeTime(status.nextRoundAt, wallMs) ?? "not planned"}.</footer>`,
  ].join("\n");
}

function hostnameCells(line: HostnameStatus, wallMs: number): Cell[] {
  const next = relativeTime(line.nextAttemptAt, wallMs);
  const reason = [line.reason, next && `Next attempt ${next}.`].filter(Boolean).join(" ");
  return [
    displayHostname(line.hostname),
    line.family,
    { text: line.state, kind: line.state },
    line.published,
    line.wanted === line.published ? "the same" : line.wanted,
    relativeTime(line.publishedAt, wallMs),
    reason,
  ];
}

type Cell = string | null | { readonly text: string; readonly kind: string };

function table(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const head = names.map((name) => `<th>${name}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function cell(content: Cell): string {
  if (content === null) return "<td>–</td>";
  if (typeof content === "string") return `<td>${escapeHtml(content)}</td>`;
  return `<td class="${escapeHtml(content.kind)}">${escapeHtml(content.text)}</td>`;
}
