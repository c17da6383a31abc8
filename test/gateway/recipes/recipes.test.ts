import { describe, expect, it } from "vitest";
import { allRecipes } from "../../../src/gateway/recipes/all-recipes.ts";
import { type RecipeFacts, renderRecipe } from "../../../src/gateway/recipes/recipe.ts";
import { as, makeClient, password, startGateway } from "../start-gateway.ts";

const ipv4 = "185.0.2.1";
const ipv6 = "2a01:4f8::1";

const facts = (origin: string): RecipeFacts => ({
  ...{ origin, host: origin.replace(/^https?:\/\//, ""), isSecure: origin.startsWith("https:") },
  ...{ user: "cabin", password, hostnames: ["cabin.example.no"], hostname: "cabin.example.no" },
});

/** What each kind makes of its placeholders before it asks, whether it sends Basic, and its own rule for what is good. */
const devices: Readonly<
  Record<string, { fill(text: string): string; readonly basic: boolean; isGood(body: string): boolean }>
> = {
  fritzbox: {
    fill: (text) =>
      text
        .replace("<domain>", "cabin.example.no")
        .replace("<ipaddr>", ipv4)
        .replace("<ip6addr>", ipv6)
        .replace("<ip6lanprefix>", "2a01:4f8:1:2::/64"),
    basic: true,
    isGood: (body) => body.startsWith("good"),
  },
  unifi: {
    fill: (text) => text.replace("%h", "cabin.example.no").replace("%i", ipv6.replaceAll(":", "%3a")),
    basic: true,
    isGood: (body) => /ok|good|true|updated|success|nochg/i.test(body),
  },
  pfsense: {
    fill: (text) => text.replaceAll("%IP%", ipv4),
    basic: true,
    isGood: (body) => [`good ${ipv4}`, `nochg ${ipv4}`].includes(body.replace(/[\t\r\n]+$/, "")),
  },
  openwrt: {
    fill: (text) =>
      text.replace("[USERNAME]:[PASSWORD]@", "").replace("[DOMAIN]", "cabin.example.no").replace("[IP]", ipv4),
    basic: true,
    isGood: (body) => /good|nochg/i.test(body),
  },
  synology: {
    fill: (text) =>
      text
        .replace("__HOSTNAME__", "cabin.example.no")
        .replace("__MYIP__", ipv4)
        .replace("__USERNAME__", "cabin")
        .replace("__PASSWORD__", password),
    basic: false,
    isGood: (body) => /^(good|nochg)\b/.test(body),
  },
  qnap: {
    fill: (text) =>
      text
        .replace("%HOST%", "cabin.example.no")
        .replace("%IP%", ipv4)
        .replace("%USER%", "cabin")
        .replace("%PASS%", password),
    basic: false,
    isGood: (body) => /^(good|nochg)/.test(body),
  },
  mikrotik: {
    fill: (text) => text.replace("\\?", "?").replace('" . $wanAddress)', ipv4),
    basic: true,
    isGood: (body) => /^(good|nochg)/.test(body),
  },
};

describe.each(Object.keys(devices))("the recipe for %s", (kind) => {
  it("leads to an answer that the device takes for good", async () => {
    const device = devices[kind];
    const recipe = allRecipes[kind];
    if (!device || !recipe) throw new Error(`no recipe for ${kind}`);
    const { url, told } = await startGateway([makeClient({ query: recipe.needsQuery ?? false })]);
    const text = renderRecipe(recipe, facts(url));
    const written = text.match(/\S*\/nic\/update\S*( \. \$wanAddress\))?/)?.[0].replace(/^[^h]*(https?:)/, "$1") ?? "";
    const filled = device.fill(written).replace(/["']+$/, "");
    const asked = /^https?:/.test(filled) ? filled : `http://${filled}`;
    const answer = await fetch(asked, { headers: device.basic ? as("cabin") : {} });
    const body = await answer.text();
    expect([asked, answer.status, device.isGood(body) || body]).toEqual([asked, 200, true]);
    expect(told).toHaveLength(1);
  });
});

describe.each(Object.entries(allRecipes))("the recipe for %s", (_, recipe) => {
  it.each(["http://192.168.1.2:8246", "https://ddns.example.no"])(
    "names the credential and the server %s",
    (origin) => {
      const text = renderRecipe(recipe, facts(origin));
      for (const part of ["cabin", password, "cabin.example.no", origin.replace(/^https?:\/\//, "")]) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/undefined|\[object/);
    },
  );
});

it.each([
  ["http://127.0.0.1:8246", /^- Only programs on this machine reach 127\.0\.0\.1:8246: elsewhere, type the address/m],
  ["https://[::1]:8246", /^- Only programs on this machine reach \[::1\]:8246/m],
  ["http://THIS-MACHINE:8246", /^- Type this machine's address in place of THIS-MACHINE\.$/m],
])("says of %s that a device doesn't reach it so", (origin, note) => {
  for (const recipe of Object.values(allRecipes)) expect(renderRecipe(recipe, facts(origin))).toMatch(note);
  for (const recipe of Object.values(allRecipes))
    expect(renderRecipe(recipe, facts("http://192.168.1.2:8246"))).not.toMatch(note);
});

it.each([
  ["ddclient", /^- Debian .*daemon_interval="60" in \/etc\/default\/ddclient/m],
  ["inadyn", /^- Debian .*debian-inadyn, .*RUN_DAEMON="yes" in \/etc\/default\/inadyn/m],
])("says what Debian's package of %s wants besides its configuration", (kind, note) => {
  const recipe = allRecipes[kind];
  expect(recipe && renderRecipe(recipe, facts("http://192.168.1.2:8246"))).toMatch(note);
});
