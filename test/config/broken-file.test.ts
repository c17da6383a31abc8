// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configFile, findProblems, loadText, withKeys } from "./load-text.ts";

describe("a file that is not a configuration", () => {
  it.each([
    ["an empty file", "", "no hostname"],
    ["comments only", "# nothing\n", "no hostname"],
    ["just a document mark", "---\n", "no hostname"],
    ["a scalar", "hello", "expected keys (account, hostnames"],
    ["a list", "- a\n- b", "expected keys (account, hostnames"],
    ["two documents", `${withKeys("")}---\nttl: 5\n`, "expected one YAML document"],
    ["a tab", withKeys("http:\n\tlisten: ':1'"), "a tab; YAML is indented with spaces"],
    ["a schedule without quotes", withKeys("schedule: */30 * * * * *"), "a * starts an alias"],
    ["an open bracket", withKeys("ipv4: { sources: [auto"), "a bracket isn't closed"],
    ["an open quote", withKeys('engine: "auto'), "something isn't closed"],
    ["a missing space", withKeys("engine:auto\nttl: 60"), "is the colon, or the space after it, missing?"],
    ["two colons", withKeys("state_dir: a: b"), "a second `: ` on one line"],
    ["text after a quoted value", withKeys("state_dir: 'a' b"), "more text after the end"],
    ["an unknown escape", withKeys('state_dir: "C:\\Users"'), "an unknown escape"],
    ["a reserved character", withKeys("state_dir: @a"), "can't start with this character"],
    ["a merge key", withKeys("<<: { ttl: 60 }"), 'unknown key "<<"'],
    ["binary garbage", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), "this is binary"],
    ["another encoding", new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3a, 0]), "this is binary, or in another encoding"],
    ["a Latin-1 letter", new Uint8Array([0x61, 0x3a, 0x20, 0xe5]), "in another encoding"],
    ["nine megabytes", "#".repeat(9 * 2 ** 20), "far too large"],
  ])("is explained: %s", async (_, content, message) => {
    const problems = await findProblems(content);
    expect(problems.join("\n")).toContain(message);
    expect(problems.join("\n")).not.toMatch(/\bat .*\.(ts|js):\d/);
  });

  it("may start with a byte order mark and end its lines like Windows", async () => {
    const { config } = await loadText(`\uFEFF${withKeys("ttl: 77")}`.replaceAll("\n", "\r\n"));
    expect(config.ttl).toBe(77);
  });

  it("names the line of a syntax error, and every line that has one", async () => {
    const problems = await findProblems(withKeys("engine: 'a' b\nttl: 60\nschedule: @x"));
    expect(problems).toEqual([expect.stringMatching(/^3:13 /), expect.stringMatching(/^5:11 /)]);
  });

  it.each([
    ["flow lists", "[".repeat(20_000)],
    ["closed flow lists", "[".repeat(20_000) + "]".repeat(20_000)],
    ["flow maps", "{a: ".repeat(20_000)],
    ["block lists", "- ".repeat(20_000)],
    ["block maps", Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["explicit keys", "? ".repeat(20_000)],
  ])("doesn't exhaust the stack: nested %s", async (_, text) => {
    expect(await findProblems(text)).toEqual([expect.stringContaining("nested far too deep")]);
  });

  it("doesn't multiply aliases into more than fits", async () => {
    const bomb = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level},*a${level}]`);
    const problems = await findProblems(`a0: &a0 [x]\n${bomb.join("\n")}\n${withKeys("")}`);
    expect(problems).toHaveLength(31);
    const long = `[${"changed,".repeat(2000)}]`;
    const many = withKeys(
      `notify:\n  - { url: "a://b", on: &on ${long} }\n${'  - { url: "a://b", on: *on }\n'.repeat(2000)}`,
    );
    expect((await findProblems(many)).join()).toContain("do aliases multiply them?");
    expect(await findProblems(`hostnames: &h [*h]\naccount: &a { api_key: *a }`)).toHaveLength(2);
  });

  it("is read in time when it has thousands of keys, hostnames or mistakes", async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join("\n");
    expect((await findProblems(keys)).length).toBeLessThan(600);
    const names = Array.from(
      { length: 10_000 },
      (_, index) => `  - { name: host${index}.example.no, ipv4: false }`,
    ).join("\n");
    const { config } = await loadText(`account: { api_key: k }\nhostnames:\n${names}`);
    expect(config.hostnames).toHaveLength(10_000);
  });

  it("never gives anything but a ConfigError, whatever its bytes and whatever its text", async () => {
    const yamlish = fc.string({
      unit: fc.constantFrom(
        ..."abc:{}[]&*!|>'\"%@`#-?,~ \n\t$",
        "\n  ",
        ": ",
        "- ",
        "${A}",
        "account:",
        "hostnames:",
        "ipv4:",
        "\\",
        "\u0000",
      ),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 100 }), yamlish, yamlish.map(withKeys)), async (content) => {
        await findProblems(content);
      }),
      { numRuns: 3000 },
    );
  });

  it("that isn't there is named", async () => {
    expect(await findProblems("", { file: "/nowhere/config.yaml" })).toEqual([
      expect.stringContaining("the configuration file: no such file"),
    ]);
    await expect(loadText("", { file: "/nowhere/config.yaml" })).rejects.toThrow("/nowhere/config.yaml: ");
    expect(configFile).not.toBe("/nowhere/config.yaml");
  });
});
