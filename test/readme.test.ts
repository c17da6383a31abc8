import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { allCommands } from "../src/cli/commands/all-commands.ts";
import { runCommandLine } from "../src/cli/run-command-line.ts";
import { listKeyPaths } from "../src/config/file/list-key-paths.ts";
import { configRows } from "../src/config/rows/config-rows.ts";
import { listVariables } from "../src/config/rows/row.ts";
import { settingsSchema } from "../src/config/schema.ts";
import { autoSources } from "../src/detect/auto-sources.ts";
import { allKinds } from "../src/detect/kinds/all-kinds.ts";
import { allKinds as channelKinds } from "../src/notify/channels/all-kinds.ts";
import { serverWords } from "../src/publish/answers/server-words.ts";
import { allRoutes } from "../src/status/routes/all-routes.ts";
import { everyOperation } from "./api/operations/every-operation.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const pages = [
  "README.md",
  ...["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];
const everything = pages.map(read).join("\n");
const codeSpans = codeOf(everything);
const shellLines = [...everything.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.split("\n"));

describe("the commands of the pages", () => {
  const rows = read("docs/commands.md").match(/^\| `.*$/gm) ?? [];
  const tabled = rows.flatMap((row) => {
    const [, names = "", meaning = ""] = row.split("|");
    return codeOf(names).map((command) => ({ command, flags: flagsOf(meaning), names: codeOf(names) }));
  });

  it.each(tabled.filter(({ command }) => /^[a-z -]+$/.test(command)).map(({ command }) => command))(
    "%s is there",
    async (command) => expect(await helpOf(command.split(" "))).toContain(`gigahost-ddns ${command}`),
  );

  it("are all that the program has", () => {
    const told = tabled.map(({ command }) => `${command} `);
    const names = allCommands.flatMap((each) =>
      "run" in each ? [each.name] : each.commands.map(({ name }) => `${each.name} ${name}`),
    );
    const missing = names.filter((name) => !told.some((command) => command.startsWith(`${name} `)));
    expect(missing, "the table of docs/commands.md lacks a row of these").toEqual([]);
  });

  it("have the flags that the table gives them", async () => {
    for (const { flags, names } of tabled) {
      const help = (
        await Promise.all(names.filter((name) => !/[A-Z]/.test(name)).map((name) => helpOf(name.split(" "))))
      ).join();
      expect(flags.filter((flag) => !help.includes(flag))).toEqual([]);
    }
  });

  const examples = new Set(
    [...shellLines, ...codeSpans].flatMap(
      (line) => /^(?:sudo )?gigahost-ddns ([a-z][^#…|]*)/.exec(line)?.[1]?.trim() ?? [],
    ),
  );
  it.each([...examples])("gigahost-ddns %s", async (example) => {
    const words = example.trim().split(/\s+/);
    const named = words.slice(0, words.findIndex((word) => !/^[a-z.-]+$/.test(word) || word.startsWith("-")) >>> 0);
    const help = await deepestHelp(named);
    expect(flagsOf(example).filter((flag) => !help.includes(flag))).toEqual([]);
  });
});

describe("what the program is made of", () => {
  it("has the scheme of every source on the page of sources", () => {
    const page = read("docs/sources.md");
    const schemes = Object.values(allKinds).flatMap((kind) => kind.schemes);
    const missing = schemes.filter((scheme) => !page.includes(`${scheme}:`) && !page.includes(`\`${scheme}\``));
    expect(missing, "the table of docs/sources.md lacks these").toEqual([]);
  });

  it("has the URLs of every channel on the page of notices", () => {
    const schemes = channelKinds.flatMap((kind) => kind.schemes);
    // `ntfys` is ntfy over https, as `ntfy` is.
    const own = schemes.filter((scheme) => !schemes.includes(scheme.replace(/s$/, "")) || !scheme.endsWith("s"));
    const spans = codeOf(read("docs/notices.md"));
    const missing = own.filter((scheme) => !spans.some((span) => new RegExp(`^${scheme}s?(\\+https?)?:`).test(span)));
    expect(missing, "the table of docs/notices.md lacks the URLs of these").toEqual([]);
  });

  it("has every word of the server's on the page of answers", () => {
    const page = read("docs/answers.md");
    const missing = Object.keys(serverWords).filter((word) => !page.includes(`\`${word}\``));
    expect(missing, "the table of docs/answers.md lacks these").toEqual([]);
  });

  it("has every path of the HTTP server on the page of the status", () => {
    const page = read("docs/status.md");
    const missing = allRoutes.filter(
      ({ method, path }) => path !== "/" && !page.includes(`\`${method} ${path}\``) && !page.includes(`\`${path}\``),
    );
    const names = missing.map(({ method, path }) => `${method} ${path}`);
    expect(names, "the table of docs/status.md lacks these").toEqual([]);
  });
});

describe("the settings of the pages", () => {
  // Those of a client of the gateway stand on its own page.
  const told = new Set([...codeOf(read("docs/settings.md")), ...codeOf(read("docs/gateway.md"))]);

  it("are those of the schema, all of them", () => {
    expect([...new Set(listKeyPaths(settingsSchema))].filter((key) => !told.has(key))).toEqual([]);
  });

  it("name every variable that the configuration is read from", () => {
    const files = readdirSync(join(root, "src/config"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.startsWith("rows/"),
    );
    const text = files.map((file) => read(join("src/config", file))).join("\n");
    const others = [...text.matchAll(/\b(GIGAHOST_[A-Z0-9_]*[A-Z0-9])\b/g)].map(([, name = ""]) => name);
    const variables = new Set([...listVariables(configRows).map(({ name }) => name), ...others]);
    expect(variables.size).toBeGreaterThan(20);
    const environment = codeOf(read("docs/settings.md"));
    expect(
      [...variables].filter((name) => !environment.includes(name) && !environment.includes(name.replace(/_FILE$/, ""))),
    ).toEqual([]);
  });

  it("print the list that auto stands for", () => {
    const list = /<!-- auto[^>]*-->\n```text\n([\s\S]*?)\n```/.exec(read("docs/sources.md"))?.[1]?.split("\n") ?? [];
    expect(list.map((line) => line.replace(/ \(.*/, ""))).toEqual(autoSources("ipv4"));
    const ofIpv6 = list.filter((line) => !line.endsWith("(IPv4 only)"));
    expect(ofIpv6.map((line) => /\(IPv6: (.*)\)/.exec(line)?.[1] ?? line)).toEqual(autoSources("ipv6"));
  });
});

it("the README counts the operations of the vendor's document", async () => {
  const documented = (await everyOperation()).filter(({ entry }) => entry.line !== null);
  const told = [...readme.matchAll(/(\d+) operations/g)].map(([, count]) => Number(count));
  expect(told, "README.md counts them in its first paragraph").toEqual([documented.length]);
});

it("the README's npm commands are scripts of the package, and its files are there", () => {
  const { scripts } = JSON.parse(read("package.json"));
  expect(readme).toContain("npm ci && npm run demo");
  expect(readme).toContain("npm ci && npm test");
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["demo", "test"]));
  for (const file of ["config.example.yaml", "compose.yaml", "systemd/gigahost-ddns.service", "LICENSE"]) {
    expect(existsSync(join(root, file)), file).toBe(true);
  }
});

describe("links", () => {
  it.each(pages)("of %s lead somewhere", (document) => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(document, link));
    expect(broken).toEqual([]);
  });

  it.each(pages.filter((file) => file.startsWith("docs/") && file !== "docs/README.md"))(
    "%s opens with who should read it, and the list of all pages leads to it",
    (document) => {
      expect(read(document)).toMatch(/^# .+\n\nRead when: /);
      expect(read("docs/README.md")).toContain(`(${relative("docs", document)})`);
    },
  );

  it("of the list of all pages lead to each page once", () => {
    const links = [...read("docs/README.md").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link, at) => links.indexOf(link) !== at)).toEqual([]);
  });

  it("lead from the README to the list of all pages", () => {
    expect(readme).toContain("(docs/README.md)");
    expect(readme.split("\n").length).toBeLessThan(70);
  });
});

function leadsSomewhere(document: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : relative(root, join(root, dirname(document), path));
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function codeOf(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

function flagsOf(text: string): string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z_-]+/g)].map(([flag]) => flag).filter((flag) => flag !== "--help");
}

/** The help of the longest beginning of the words that is a command. */
async function deepestHelp(words: readonly string[]): Promise<string> {
  for (let length = words.length; length > 0; length--) {
    const command = words.slice(0, length);
    const help = await helpOf(command).catch(() => "");
    if (help.startsWith(`Usage: gigahost-ddns ${command.join(" ")}`)) return help;
  }
  throw new Error(`no command: ${words.join(" ")}`);
}

async function helpOf(words: readonly string[]): Promise<string> {
  let printed = "";
  const stdout = new PassThrough().setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const { signal } = new AbortController();
  const surroundings = { stdin: Readable.from([]), stdout, stderr: new PassThrough(), environment: {}, signal };
  expect(await runCommandLine([...words, "--help"], surroundings), words.join(" ")).toBe(0);
  return printed;
}
