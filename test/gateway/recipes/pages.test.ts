import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { allRecipes } from "../../../src/gateway/recipes/all-recipes.ts";
import { type RecipeFacts, renderRecipe } from "../../../src/gateway/recipes/recipe.ts";
import { makeClient, password, startGateway } from "../start-gateway.ts";

const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));
const read = (page: string) => readFileSync(join(docs, page), "utf8");
const pagesOf = (folder: string) => readdirSync(join(docs, folder)).filter((file) => file !== "README.md");
const everyPage = ["devices", "certificates"].flatMap((folder) => pagesOf(folder).map((file) => `${folder}/${file}`));
const blocksOf = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, block = ""]) => block);

/** UniFi speaks https only. */
function factsFor(kind: string): RecipeFacts {
  const origin = kind === "unifi" ? "https://ddns.example.no" : "http://192.168.1.2:8246";
  return {
    ...{ origin, host: origin.replace(/^https?:\/\//, ""), isSecure: kind === "unifi" },
    ...{ user: "cabin", password: "PASSWORD", hostnames: ["cabin.example.no"], hostname: "cabin.example.no" },
  };
}

describe("the pages of devices and programs", () => {
  it.each(Object.entries(allRecipes))("show of %s what `gateway add --for` prints", (kind, recipe) => {
    const printed = renderRecipe(recipe, factsFor(kind)).trim().replaceAll("\t", "    ");
    expect(blocksOf(`devices/${kind}.md`, "text").map((block) => block.trim())).toContain(printed);
  });

  it.each(["devices", "certificates"])("are all in the list of %s", (folder) => {
    const list = read(`${folder}/README.md`);
    expect(pagesOf(folder).filter((file) => !list.includes(`](${file})`))).toEqual([]);
  });

  it.each(everyPage)("of %s tell both ways, where there are two", (page) => {
    expect(read(page)).toMatch(/^## (?:Through the gateway|On the machine that has the key)/m);
    expect(read(page)).toMatch(/^## (?:Straight to Gigahost|Through the gateway)/m);
  });

  it.each(everyPage)("of %s hold YAML and scripts that can be read", (page) => {
    for (const block of blocksOf(page, "yaml"))
      for (const document of parseAllDocuments(block, {
        customTags: [{ tag: "!secret", resolve: (text: string) => text }],
      }))
        expect(document.errors).toEqual([]);
    for (const block of blocksOf(page, "sh")) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input: block, encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });
});

describe("MikroTik's script", () => {
  const script = renderRecipe(allRecipes.mikrotik as NonNullable<typeof allRecipes.mikrotik>, factsFor("mikrotik")); // it is there
  const source = script
    .split("\n")
    .filter((line) => !line.startsWith("- "))
    .slice(1)
    .join("\n");

  it("closes what it opens, and ends each quotation in its line", () => {
    const open: string[] = [];
    const closing: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };
    for (const line of source.split("\n")) {
      // What stands in quotes says nothing of the structure.
      const plain = line.replaceAll(/"(?:\\.|[^"\\])*"/g, '""');
      expect((plain.match(/"/g)?.length ?? 0) % 2).toBe(0);
      for (const character of plain) {
        if ("{([".includes(character)) open.push(character);
        else if (closing[character]) expect([line, open.pop()]).toEqual([line, closing[character]]);
      }
    }
    expect(open).toEqual([]);
  });

  it("uses no variable that it doesn't declare: the vendor's sample does", () => {
    const declared = new Set([...source.matchAll(/:(?:local|global) (\w+)/g)].map(([, name]) => name));
    const used = new Set([...source.matchAll(/\$(\w+)|:set (\w+)/g)].map(([, one, other]) => one ?? other));
    expect([...used].filter((name) => !declared.has(name))).toEqual([]);
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!hasCurl)("a script of the pages", () => {
  const prepare = async (page: string, client: string, changes: Readonly<Record<string, string>>) => {
    const gateway = await startGateway([makeClient({ name: client, acme: ["www.example.no"] })]);
    const folder = mkdtempSync(join(tmpdir(), "page-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const written = blocksOf(page, "sh").find((block) => block.startsWith("#!/bin/sh") && block.includes("curl")) ?? "";
    const all = { "http://192.168.1.2:8246": gateway.url, PASSWORD: password, "sleep 30": "true", ...changes };
    const script = Object.entries(all).reduce((text, [from, to]) => text.replaceAll(from, to), written);
    const file = join(folder, "script");
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    const run = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
      (await promisify(execFile)(file, args, { env: { ...process.env, ...environment } })).stdout;
    return { ...gateway, run };
  };

  it("tells the gateway the address of an ASUS router", async () => {
    const { run, told } = await prepare("devices/asus-merlin.md", "cabin", { "/sbin/ddns_custom_updated": "echo" });
    expect(await run(["185.0.2.1"])).toBe("1\n");
    expect(await run(["192.168.1.2"])).toBe("0\n");
    expect(told.map(({ ipv4 }) => ipv4)).toEqual(["185.0.2.1"]);
  });

  const value = "v".repeat(43);
  it("sets and deletes certbot's challenge at the gateway", async () => {
    const { run, challenges } = await prepare("certificates/certbot.md", "web", {});
    const environment = { CERTBOT_DOMAIN: "www.example.no", CERTBOT_VALIDATION: value };
    // certbot repeats what a hook says.
    expect(await run(["present"], environment)).toBe("");
    expect(challenges.get("www.example.no")).toEqual([value]);
    expect(await run(["cleanup"], environment)).toBe("");
    expect(challenges.get("www.example.no")).toEqual([]);
  });

  it("sets and deletes dehydrated's challenge at the gateway, and hears of the rest", async () => {
    const { run, challenges } = await prepare("certificates/dehydrated.md", "web", {});
    expect(await run(["deploy_challenge", "www.example.no", "token", value])).toBe("");
    expect(challenges.get("www.example.no")).toEqual([value]);
    await run(["clean_challenge", "www.example.no", "token", value]);
    await run(["exit_hook"]);
    expect(challenges.get("www.example.no")).toEqual([]);
  });
});
