import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDaemonSettings } from "../../../src/cli/daemon-client/find-daemon.ts";
import { skimHttpSettings } from "../../../src/cli/daemon-client/skim-http-settings.ts";

const usual = { host: "127.0.0.1", port: 8245, tokenFile: null, hosts: [], public: ["healthz"] };
const stateDir = "/var/lib/gigahost-ddns";

describe("skimming a configuration", () => {
  test("without a file gives the defaults, or what the environment says", () => {
    expect(skimHttpSettings(null, {})).toEqual({ http: usual, stateDir });
    const environment = { GIGAHOST_DDNS_LISTEN: "[::1]:9000", GIGAHOST_DDNS_STATE_DIR: "/data" };
    expect(skimHttpSettings(null, environment)).toEqual({
      http: { ...usual, host: "::1", port: 9000 },
      stateDir: "/data",
    });
    expect(skimHttpSettings(null, { GIGAHOST_DDNS_LISTEN: "" })).toEqual({ http: usual, stateDir });
  });

  test.each([
    ["hostnames:\n- home.example.no\n- { name: nas.example.no }\n", usual],
    [
      "# a comment\n\nhttp: # none here\n  listen: 0.0.0.0:80 # all\n  public: [healthz, status]\n",
      { ...usual, host: "0.0.0.0", port: 80, public: ["healthz", "status"] },
    ],
    [
      "http: { listen: 127.0.0.1:9000, hosts: [a.example.no, nas], token_file: /run/token }",
      { ...usual, port: 9000, hosts: ["a.example.no", "nas"], tokenFile: "/run/token" },
    ],
    ["http:\n    listen: [::1]:9000\n    token_file: null\n", null],
    ["http: false # not here\n", "none"],
  ])("reads what is written the plain way: %j", (text, http) => {
    const expected = http === null ? null : { http: http === "none" ? null : http, stateDir };
    expect(skimHttpSettings(text, {})).toEqual(expected);
  });

  test.each([
    'http: { listen: "127.0.0.1:9000" }',
    "http: &anchor { listen: 127.0.0.1:9000 }",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a user writes
    "http: ${HTTP}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a user writes
    "http:\n  listen: ${LISTEN}\n",
    "http: { listen: 127.0.0.1:9000,\n  hosts: [] }",
    "http:\n  hosts:\n    - a.example.no\n",
    "http: true",
    "http:",
    "http: {}",
    "http: false\nhttp: { listen: 127.0.0.1:1 }",
    "http: { port: 1 }",
    "{ http: false }",
    '"http": false',
    "? http\n: false",
    "--- \nhttp: false",
    "<<: *x",
    "state_dir: data",
    "state_dir: '/data'",
    "state_dir: |\n  /data",
    "state_dir: /data\n  /more",
    "\thttp: false",
  ])("leaves to the YAML parser what is not: %j", (text) => {
    expect(skimHttpSettings(text, {})).toBeNull();
  });

  test("finds what the whole configuration says, or nothing", async () => {
    const dir = await mkdtemp(join(tmpdir(), "skim-"));
    const config = join(dir, "config.yaml");
    const word = fc.constantFrom(
      "127.0.0.1:9000",
      ":80",
      "0.0.0.0:1",
      "null",
      "/run/token",
      "[healthz, page]",
      "[]",
      "false",
      "# x",
    );
    const key = fc.constantFrom("listen", "token_file", "hosts", "public");
    const pair = fc.tuple(key, word).map((parts) => parts.join(": "));
    const http = fc.oneof(
      fc.array(pair, { maxLength: 3 }).map((pairs) => `http: { ${pairs.join(", ")} }`),
      fc.array(pair, { maxLength: 3 }).map((pairs) => ["http:", ...pairs].join("\n  ")),
      word.map((text) => `http: ${text}`),
    );
    const other = fc.constantFrom(
      "# comment",
      "",
      "state_dir: /data # here",
      "state_dir: /a b",
      "engine: dyndns",
      "hostnames:\n- a.no",
      "  ipv4: x",
    );
    const text = fc.tuple(other, http, other).map((lines) => lines.join("\n"));
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const skimmed = skimHttpSettings(written, {});
        if (skimmed === null) return;
        await writeFile(config, written);
        const options = { config, output: "table", logLevel: undefined } as const;
        const whole = await readDaemonSettings({ options, environment: {} }).catch(() => null);
        // A mistake elsewhere is told when nobody answers.
        if (whole !== null) expect(skimmed).toEqual(whole);
      }),
      { numRuns: 500 },
    );
    await rm(dir, { recursive: true });
  });
});
