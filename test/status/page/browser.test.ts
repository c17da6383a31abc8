import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { createFakeView, sampleOutcome, sampleReport, startTestServer } from "../start-test-server.ts";
import { type BrowserPage, chromium, openBrowser } from "./open-browser.ts";
import { makeHistory, makeStates } from "./sample-states.ts";

const nowMs = Date.now();
const states = makeStates(nowMs);

async function serve(name: keyof typeof states = "healthy") {
  const fake = Object.assign(createFakeView(states[name]), { happened: makeHistory(nowMs) });
  const asked = (what: string) => fake.calls.filter((call) => Array.isArray(call) && call[0] === what);
  return { asked, ...(await startTestServer({}, {}, fake)), fake };
}

async function findViolations(page: BrowserPage): Promise<readonly string[]> {
  await page.evaluate(`${axe.source}; 0`);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))",
  );
}

const text = (page: BrowserPage, selector: string) =>
  page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);
const press = (page: BrowserPage, selector: string) =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);

async function pressKey(page: BrowserPage, key: string, code = key): Promise<void> {
  const keys: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27 };
  const more = { key, code, windowsVirtualKeyCode: keys[key], ...(key === "Enter" ? { text: "\r" } : {}) };
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", ...more });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", ...more });
}

describe.skipIf(chromium === null)("the page in a browser", () => {
  it.each(["healthy", "failing", "held", "many"] as const)(
    "has nothing that axe finds, fits, and obeys its policy: %s, wide and narrow, light and dark, in both languages",
    async (name) => {
      const { port } = await serve(name);
      const looks = [
        ...[
          { width: 360, dark: false },
          { width: 360, dark: true, language: "nb-NO,nb;q=0.9" },
        ],
        ...[
          { width: 1000, dark: true },
          { width: 1280, dark: false, language: "nb" },
        ],
      ];
      for (const look of looks) {
        const page = await openBrowser(look);
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
        expect(await findViolations(page), JSON.stringify(look)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(look.width);
        expect(page.complaints).toEqual([]);
      }
    },
  );

  it("has nothing that axe finds while it asks for the token, and on the page that asks before it shows anything", async () => {
    const { port } = await serve();
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    await press(page, "#look");
    expect(await findViolations(page)).toEqual([]);
    const closed = await startTestServer({ hosts: ["ddns.example.no"] });
    const login = await openBrowser({ dark: true, width: 360 });
    await login.goto(`http://127.0.0.1:${closed.port}/`);
    expect(await findViolations(login)).toEqual([]);
    expect(await text(login, "body")).not.toContain("example.no");
  });

  it("shows what is new after a round without being loaded again, and keeps what somebody opened and where they are", async () => {
    const { port, fake } = await serve();
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await text(page, "h1")).toBe("All 4 hostnames point to the right addresses.");
    await page.evaluate("window.sameDocument = true; document.getElementById('events').open = true");
    await page.evaluate("document.querySelector('#events summary').focus()");
    fake.shown = states.failing;
    fake.finishRound();
    await vi.waitFor(async () => expect(await text(page, "h1")).toBe("1 of 4 hostnames is on hold."), 60_000);
    expect(await page.evaluate("window.sameDocument && document.getElementById('events').open")).toBe(true);
    expect(await page.evaluate("document.title")).toBe("Needs attention – gigahost-ddns");
    // Said to who hears the page rather than sees it.
    expect(await text(page, "#said")).toBe("1 of 4 hostnames is on hold.");
    expect(page.complaints).toEqual([]);
  });

  it("filters a thousand hostnames while somebody types", async () => {
    const { port } = await serve("many");
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.evaluate("document.querySelectorAll('#hostnames tbody tr').length")).toBe(100);
    await page.evaluate("document.getElementById('q').focus()");
    await page.send("Input.insertText", { text: "00042" });
    await vi.waitFor(
      async () =>
        expect(
          await page.evaluate("[...document.querySelectorAll('#hostnames tbody th')].map((th) => th.textContent)"),
        ).toEqual(["host-00042.example.no"]),
      60_000,
    );
    expect(await page.evaluate("document.activeElement.id")).toBe("q");
    expect(await text(page, "#count")).toMatch(/^1 of 1.000$/);
    expect(await page.evaluate("location.search")).toBe("?q=00042");
  });

  it("looks now with the token, which it asks for once, and says what came of it", async () => {
    const { port, fake, token, asked } = await serve("failing");
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    const send = async (given: string) => {
      await page.evaluate("document.getElementById('token').focus()");
      await page.send("Input.insertText", { text: given });
      await pressKey(page, "Enter");
    };
    await page.evaluate("document.getElementById('look').focus()");
    await pressKey(page, "Enter");
    await vi.waitFor(async () => expect(await page.evaluate("document.getElementById('ask').open")).toBe(true), 60_000);
    await send("wrong");
    await vi.waitFor(
      async () => expect(await page.evaluate("document.getElementById('wrong').hidden")).toBe(false),
      60_000,
    );
    expect(asked("update")).toEqual([]);
    await send(token);
    await vi.waitFor(async () => expect(await text(page, "#said")).toBe("Done; published: home.example.no."), 60_000);
    expect(asked("update")).toEqual([["update", { force: false }]]);
    fake.view.retry = async (hostname) => {
      fake.calls.push(["retry", hostname]);
      return { ...sampleReport, outcomes: [{ ...sampleOutcome, action: "none", consequence: null }] };
    };
    await press(page, "#retry-nas\\\\.example\\\\.no-ipv4".replaceAll("\\\\", "\\"));
    await vi.waitFor(async () => expect(await text(page, "#said")).toBe("Done; nothing had to be changed."), 60_000);
    expect(asked("retry")).toEqual([["retry", "nas.example.no"]]);
    // Neither a cookie nor the page's storage keeps it.
    expect(await page.evaluate("document.cookie + localStorage.length + sessionStorage.length")).toBe("00");
  });

  it("is reached by the keyboard alone, and every place shows where one is", async () => {
    const { port } = await serve("many");
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    const visited: string[] = [];
    for (let step = 0; step < 6; step++) {
      await pressKey(page, "Tab");
      visited.push(await page.evaluate("document.activeElement.id || document.activeElement.tagName"));
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
    }
    expect(visited).toEqual(["look", "q", "show", "retry-host-00007.example.no-ipv4", "next", "SUMMARY"]);
  });

  it("says so when the daemon no longer answers", async () => {
    const { port, server } = await serve();
    const page = await openBrowser();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.evaluate("document.getElementById('lost').hidden")).toBe(true);
    await server.close();
    await vi.waitFor(
      async () => expect(await page.evaluate("document.getElementById('lost').hidden")).toBe(false),
      60_000,
    );
  });

  it("says the same without JavaScript, and offers nothing that would not work", async () => {
    const { port } = await serve("failing");
    const page = await openBrowser({ script: false });
    await page.goto(`http://127.0.0.1:${port}/`);
    const { root } = (await page.send("DOM.getDocument")) as { root: { nodeId: number } };
    const { nodeId } = await page.send("DOM.querySelector", { nodeId: root.nodeId, selector: "#look" });
    await expect(page.send("DOM.getBoxModel", { nodeId })).rejects.toThrow("box model");
    const { nodeId: headline } = await page.send("DOM.querySelector", { nodeId: root.nodeId, selector: "h1" });
    expect((await page.send("DOM.getOuterHTML", { nodeId: headline })).outerHTML).toContain(
      "1 of 4 hostnames is on hold.",
    );
    const { nodeId: foot } = await page.send("DOM.querySelector", { nodeId: root.nodeId, selector: "footer" });
    expect((await page.send("DOM.getOuterHTML", { nodeId: foot })).outerHTML).toContain("gigahost-ddns retry");
  });
});
