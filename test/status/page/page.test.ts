import { describe, expect, it } from "vitest";
import type { HistoryEvent } from "../../../src/model/history.ts";
import type { Status } from "../../../src/model/status.ts";
import { escapeHtml, html, renderSentence } from "../../../src/status/page/html.ts";
import { listChanges, listSpans, measureSpans } from "../../../src/status/page/read-history.ts";
import { renderHistory } from "../../../src/status/page/render-history.ts";
import { readChoice, renderHostnames } from "../../../src/status/page/render-hostnames.ts";
import { renderPage } from "../../../src/status/page/render-page.ts";
import { summarise } from "../../../src/status/page/summarise.ts";
import { tellTime } from "../../../src/status/page/tell-time.ts";
import { chooseLanguage } from "../../../src/status/page/words/choose-language.ts";
import { languages } from "../../../src/status/page/words/languages.ts";
import { untranslated } from "../../../src/status/page/words/translate.ts";
import { createFakeView, send, startTestServer } from "../start-test-server.ts";
import { makeHistory, makeStates } from "./sample-states.ts";

const nowMs = Date.UTC(2026, 4, 31, 12);
const states = makeStates(nowMs);
const hourMs = 3_600_000;

describe("the language", () => {
  it.each([
    [undefined, "en"],
    ["", "en"],
    ["nb-NO,nb;q=0.9,en;q=0.8", "nb"],
    ["no", "nb"],
    ["nn-NO", "nb"],
    ["en-GB,en;q=0.9,nb;q=0.8", "en"],
    ["de,fr;q=0.9", "en"],
    ["de,nb;q=0.5", "nb"],
    ["en;q=0.2, nb;q=0.7", "nb"],
    ["nb;q=0, en;q=0.1", "en"],
    [`${"x,".repeat(4000)}nb`, "nb"],
    ["nb;q=x", "en"],
    ["constructor", "en"],
    ["__proto__, nb;q=0.5", "nb"],
  ])("for %j is %s", (header, language) => expect(chooseLanguage(header)).toBe(language));

  it("has every word of the other, none left in the other's", () => {
    const texts = (of: typeof languages.en) => ({ ...of.text, ...of.state, ...of.health });
    expect(Object.keys(texts(languages.nb))).toEqual(Object.keys(texts(languages.en)));
    const same = Object.entries(texts(languages.nb)).filter(([key, text]) =>
      Object.entries(texts(languages.en)).some(([other, said]) => other === key && said === text),
    );
    expect(same.map(([key]) => key)).toEqual(["filter", "token"]);
  });
});

describe("HTML", () => {
  it("is escaped wherever a text is filled in", () => {
    const evil = `<script>"'&`;
    expect(html`<b title="${evil}">${[html`${evil}`]}</b>${null}${false}${undefined}${0}`.html).toBe(
      `<b title="${escapeHtml(evil)}">${escapeHtml(evil)}</b>0`,
    );
    expect(renderSentence("run `a <b>` now", untranslated).html).toBe("run <code>a &lt;b&gt;</code> now");
  });

  it("of the whole page lets no hostname, reason, source, channel or note become markup", () => {
    const evil = `x"><img src=x onerror=alert(1)>`;
    const { failing } = states;
    const status: Status = {
      ...failing,
      version: evil,
      problems: [evil],
      notes: [evil],
      addresses: failing.addresses.map((each) => ({ ...each, uplink: evil, source: evil, address: evil })),
      hostnames: failing.hostnames.map((each) => ({
        ...each,
        hostname: evil,
        reason: evil,
        wanted: evil,
        published: evil,
      })),
      channels: [{ channel: evil, state: "failing", reason: evil, nextAttemptAt: null }],
    };
    const history = makeHistory(nowMs).map((each) => ({
      ...each,
      hostname: evil,
      reason: evil,
      old: evil,
      new: evil,
      source: evil,
    }));
    const choice = { search: evil, troubledOnly: false, page: 1 };
    const page = renderPage({ status, history, choice, words: languages.en, wallMs: nowMs, hasEvents: true });
    expect(page.html).not.toContain("<img");
    expect(page.html).toContain("&lt;img");
  });
});

describe("a moment", () => {
  const { time } = languages.en;
  it.each([
    [-0.2, "now"],
    [-12, "12 s ago"],
    [30, "in 30 s"],
    [-119, "119 s ago"],
    [-120, "2 min ago"],
    [-7199, "120 min ago"],
    [-7200, "2 h ago"],
    [-172_800, "2 d ago"],
  ])("%d s away is said %j", (seconds, said) => expect(tellTime(seconds, time)).toBe(said));

  it("is said the same by the text that runs in the browser", () => {
    const inBrowser = new Function("seconds", "words", `return (${tellTime})(seconds, words)`);
    for (const seconds of [-1e6, -100, 0, 59, 8000])
      expect(inBrowser(seconds, languages.nb.time)).toBe(tellTime(seconds, languages.nb.time));
  });
});

describe("the sentence on the whole", () => {
  const { healthy, failing, held } = states;
  const allHeld: Status = { ...held, account: healthy.account };
  const only = (...kept: Status["hostnames"][number]["state"][]): Status => ({
    ...failing,
    hostnames: failing.hostnames.filter(({ state }) => kept.includes(state)),
  });
  it.each([
    ["well", healthy, 4],
    ["nothing", { ...healthy, hostnames: failing.hostnames.slice(4, 5) }, 1],
    ["starting", { ...healthy, health: "starting" }, 4],
    ["accountHeld", held, 4],
    ["allHeld", allHeld, 4],
    ["unheard", { ...healthy, health: "failing" }, 4],
    ["someHeld", failing, 1],
    ["waiting", only("waiting", "ok", "pending"), 1],
    ["lost", only("absent", "ok"), 1],
    ["pending", only("pending", "ok"), 1],
    ["other", { ...healthy, health: "degraded" }, 4],
    ["following", { ...held, leadership: { lease: "ddns", leader: "other", leading: false } }, 4],
  ] as const)("is about what is most urgent: %s", (situation, status, count) => {
    const summary = summarise(status);
    expect(summary).toMatchObject({ situation, count });
    for (const { sentence, advice } of Object.values(languages)) {
      expect(sentence[situation](summary)).toMatch(/^[A-ZÅ\d].*\.$/);
      expect(advice[situation](summary)).not.toBe("");
    }
  });
});

describe("the hostnames", () => {
  const namesIn = (query: string, lines = states.many.hostnames) =>
    [
      ...renderHostnames(lines, readChoice(new URLSearchParams(query)), nowMs, languages.en).html.matchAll(
        /scope="row"[^>]*>([^<]+)</g,
      ),
    ].map(([, name]) => name);

  it("begin with what needs attention, a page at a time", () => {
    expect(namesIn("")).toHaveLength(100);
    expect(namesIn("")[0]).toBe("host-00007.example.no");
    expect(namesIn("page=10").at(-1)).toBe("host-00999.example.no");
    expect(namesIn("page=99999")).toEqual(namesIn("page=10"));
    expect(namesIn("page=-1")).toEqual(namesIn("page=x"));
  });

  it("are filtered by a part of the name, as people write it too, of an address, and by what needs attention", () => {
    expect(namesIn("q=0042")).toEqual(
      ["host-00042.example.no", ...Array.from({ length: 10 }, (_, i) => `host-0042${i}.example.no`)].filter(
        (name) => /^host-\d{5}\./.test(name) && Number(name.slice(5, 10)) < 1000,
      ),
    );
    expect(namesIn("show=troubled")).toEqual(["host-00007.example.no"]);
    expect(namesIn("q=BLÅB", states.healthy.hostnames)).toHaveLength(2);
    expect(namesIn("q=2a01", states.healthy.hostnames)).toHaveLength(4);
    expect(namesIn("q=nothing")).toEqual([]);
  });

  it("show what is wanted and published where they differ, why, and a button for a hold", () => {
    const { html: shown } = renderHostnames(
      states.failing.hostnames,
      readChoice(new URLSearchParams()),
      nowMs,
      languages.en,
    );
    expect(shown).toContain("2a01:5a8:4:1::9");
    expect(shown).toContain("the server answered 503");
    expect(shown).toContain('data-act="retry" data-hostname="nas.example.no"');
    expect(shown).toContain("in 95 s");
  });
});

describe("the last 90 days", () => {
  const nothing = { old: null, new: null, seenAt: null, source: null, reason: null, durationMs: null, family: null };
  const at = (hours: number) => new Date(nowMs - hours * hourMs).toISOString();
  const event = (hours: number, kind: HistoryEvent["event"], more: Partial<HistoryEvent> = {}): HistoryEvent => ({
    ...{ ...nothing, at: at(hours), event: kind, hostname: null },
    ...more,
  });

  it("count a change once, however many hostnames followed it, and no reaction for a first publication", () => {
    const change = { family: "ipv4", old: "185.0.2.1", new: "185.0.2.2", durationMs: 900 } as const;
    const changes = listChanges([
      event(5, "changed", { ...change, hostname: "a.example.no" }),
      event(5, "changed", { ...change, hostname: "b.example.no" }),
      event(4, "changed", { ...change, old: null }),
    ]);
    expect(changes.map(({ reactionMs }) => reactionMs)).toEqual([900, null]);
  });

  it("know from when to when something was wrong, and what still is", () => {
    const spans = listSpans(
      [
        event(10, "trouble", { reason: "no answer" }),
        event(8, "recovered", { reason: "no answer", durationMs: 2 * hourMs }),
        event(3, "trouble", { hostname: "a.example.no", reason: "503" }),
        event(2, "held", { hostname: "a.example.no", reason: "no such name" }),
      ],
      nowMs,
    );
    expect(spans.map(({ kind, fromMs, toMs }) => [kind, (nowMs - fromMs) / hourMs, (nowMs - toMs) / hourMs])).toEqual([
      ["trouble", 10, 8],
      ["held", 3, 0],
    ]);
    expect(measureSpans(spans)).toEqual({ count: 2, totalMs: 5 * hourMs });
    expect(measureSpans([...spans, ...spans])).toEqual({ count: 2, totalMs: 5 * hourMs });
  });

  it("are a picture of bounded size, whatever happened", () => {
    const flood = Array.from({ length: 20_000 }, (_, index) =>
      event(index / 20, "changed", { old: `185.0.${index >> 8}.${index & 255}`, new: "185.0.2.2", durationMs: index }),
    );
    const { html: picture } = renderHistory(flood, nowMs, languages.en);
    expect(picture.length).toBeLessThan(600_000);
    expect(picture).toMatch(/1.500 changes/);
  });

  it("show nothing outside of the picture", () => {
    const { html: picture } = renderHistory(makeHistory(nowMs), nowMs, languages.nb);
    for (const [, x = "", long = ""] of picture.matchAll(/<rect [^>]*x="([^"]*)"[^>]* width="([^"]*)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x) + Number(long)).toBeLessThanOrEqual(900);
    }
    expect(picture).toContain("14 endringer");
  });
});

describe("GET /", () => {
  it("comes in Norwegian to who reads that, what the daemon says too, and what nobody translated marked as English", async () => {
    const { port } = await startTestServer({}, {}, createFakeView(states.held));
    const { body, headers } = await send(port, "GET /", { headers: { "accept-language": "nb-NO" } });
    expect(body).toContain('<html lang="nb">');
    expect(body).toContain("Gigahost avviser påloggingen, så ingenting blir publisert.");
    expect(body).toContain("<li>Kontoen er stanset: ");
    expect(body).toMatch(/<span lang="en">[^<]+<\/span>/);
    expect(body).not.toContain("The account is on hold");
    expect(headers.vary).toContain("Accept-Language");
  });

  it("has a nonce of its own in each answer, and no style or script without it", async () => {
    const { port } = await startTestServer();
    const nonces = new Set<string>();
    for (let visit = 0; visit < 3; visit++) {
      const { body, headers } = await send(port, "GET /");
      const [, nonce = ""] = /script-src 'nonce-([\w+/=]{22,})'/.exec(String(headers["content-security-policy"])) ?? [];
      nonces.add(nonce);
      expect(String(headers["content-security-policy"])).not.toMatch(/unsafe|\*|https?:/);
      expect(body.match(/<(script|style)\b(?![^>]*nonce=)/g)).toBeNull();
      expect(body).not.toMatch(/ (style|on\w+)=|https?:\/\/(?!www\.w3\.org)/);
      expect(body).toContain(`<script nonce="${nonce}">`);
    }
    expect(nonces.size).toBe(3);
  });

  it("is shown though what happened can't be read", async () => {
    const fake = createFakeView();
    fake.view.history = () => Promise.reject(new Error("EACCES"));
    const { port } = await startTestServer({}, {}, fake);
    expect((await send(port, "GET /")).status).toBe(200);
  });
});
