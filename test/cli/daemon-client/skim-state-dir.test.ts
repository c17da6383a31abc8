import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDaemonSettings } from "../../../src/cli/daemon-client/find-daemon.ts";
import { skimStateDir } from "../../../src/cli/daemon-client/skim-state-dir.ts";

const usual = "/var/lib/gigahost-ddns";

describe("skimming a configuration", () => {
  test("without a file gives the usual directory, or what the environment says", () => {
    expect(skimStateDir(null, {})).toBe(usual);
    expect(skimStateDir(null, { GIGAHOST_DDNS_STATE_DIR: "/data" })).toBe("/data");
    expect(skimStateDir("state_dir: /other", { GIGAHOST_DDNS_STATE_DIR: "/data" })).toBe("/data");
    expect(skimStateDir(null, { GIGAHOST_DDNS_STATE_DIR: "" })).toBe(usual);
    expect(skimStateDir(null, { GIGAHOST_DDNS_STATE_DIR: "data" })).toBeNull();
    expect(skimStateDir("hostnames: [a.no]", { STATE_DIRECTORY: "/var/lib/mine" })).toBe("/var/lib/mine");
    expect(skimStateDir("{}", {}, "/etc/gigahost-ddns/shop.yaml")).toBe("/var/lib/gigahost-ddns-shop");
  });

  test.each([
    ["hostnames:\n- home.example.no\n- { name: nas.example.no }\n", usual],
    ["# a comment\n\nstate_dir: /data # here\nhttp: # none\n  listen: 0.0.0.0:80 # all\n", "/data"],
    ["hostnames:\n  - home.example.no\nstate_dir:   /srv/my-data.d/x\n", "/srv/my-data.d/x"],
    ["http:\n  state_dir: /not/this\n", usual],
    ['{"hostnames":["home.example.no"],"state_dir":"/data"}', "/data"],
    ['\n { "http": { "listen": "[::1]:80" } }\n', usual],
  ])("reads what is written the plain way: %j", (text, expected) => {
    expect(skimStateDir(text, {})).toBe(expected);
  });

  test.each([
    "{ http: false }",
    '{"state_dir":"/a","state_dir":"/b"}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a user writes
    '{"state_dir":"${DIR}"}',
    '{"state_dir":null}',
    '{"state_dir":"data"}',
    '"http": false',
    "? http\n: false",
    "--- \nhttp: false",
    "<<: *x",
    "state_dir: data",
    "state_dir: '/data'",
    "state_dir:",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a user writes
    "state_dir: ${DIR}",
    "state_dir: &here /data",
    "state_dir: |\n  /data",
    "state_dir: /data\n  /more",
    "state_dir: /a\nstate_dir: /b",
    "\tstate_dir: /data",
    "  state_dir: /data",
    "- state_dir: /data",
    "\ufeffstate_dir: /data",
  ])("leaves to the YAML parser what is not: %j", (text) => {
    expect(skimStateDir(text, {})).toBeNull();
  });

  test("finds what the whole configuration says, or nothing", async () => {
    const dir = await mkdtemp(join(tmpdir(), "skim-"));
    const config = join(dir, "config.yaml");
    const path = fc.constantFrom(
      "/data",
      "/data # x",
      "/a b",
      "'/data'",
      '"/data"',
      "|\n  /data",
      "> /x",
      "/x:y",
      "[/x]",
    );
    const line = fc.oneof(
      path.map((text) => `state_dir: ${text}`),
      fc.constantFrom(
        ...[
          "# comment",
          "",
          "engine: dyndns",
          "hostnames:\n- a.no",
          "hostnames: |\n  state_dir: /x",
          "  /more",
          "http:",
        ],
        ...["http: { listen: 127.0.0.1:9000,", "  state_dir: /in/http }", 'state_dir: "/data', 'x"', "...", "---"],
      ),
    );
    const yaml = fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n"));
    const json = fc.record({ state_dir: fc.constantFrom("/data", "", "x", 5, null) }, { requiredKeys: [] });
    const text = fc.oneof(
      yaml,
      fc.constantFrom(" ", "\n", "").chain((end) => json.map((it) => JSON.stringify(it) + end)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const skimmed = skimStateDir(written, {});
        if (skimmed === null) return;
        await writeFile(config, written);
        const options = { config, output: "table", logLevel: undefined } as const;
        const whole = await readDaemonSettings({ options, environment: {} }).catch(() => null);
        // A mistake elsewhere is told when nobody answers.
        if (whole !== null) expect(skimmed).toBe(whole.stateDir);
      }),
      { numRuns: 500 },
    );
    await rm(dir, { recursive: true });
  });
});
