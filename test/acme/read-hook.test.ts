import { expect, it } from "vitest";
import { readHook } from "../../src/acme/read-hook.ts";

const value = "x".repeat(43);
const read = (words: string, environment: NodeJS.ProcessEnv = {}) =>
  readHook(words.split(" ").filter(Boolean), environment, (key) => `hash of ${key}`);
const name = "_acme-challenge.www.example.no.";

it.each([
  ["lego", `present ${name} ${value}`, [{ action: "present", name, value }]],
  ["lego", `cleanup ${name} ${value}`, [{ action: "cleanup", name, value }]],
  ["lego, as its manual has it", `present -- ${name} -${value}`, [{ action: "present", name, value: `-${value}` }]],
  [
    "lego, raw",
    "present -- www.example.no token key",
    [{ action: "present", name: "www.example.no", value: "hash of key" }],
  ],
  [
    "lego, raw, without the hyphens that a shell took",
    "cleanup www.example.no token key",
    [{ action: "cleanup", name: "www.example.no", value: "hash of key" }],
  ],
  ["dehydrated", `deploy_challenge example.no token ${value}`, [{ action: "present", name: "example.no", value }]],
  [
    "dehydrated, chained",
    `clean_challenge a.example.no t1 ${value} b.example.no t2 ${value}`,
    [
      { action: "cleanup", name: "a.example.no", value },
      { action: "cleanup", name: "b.example.no", value },
    ],
  ],
  ["dehydrated of other matters", "deploy_cert example.no key.pem cert.pem full.pem chain.pem 1", []],
  ["dehydrated of other matters", "startup_hook", []],
  [
    "dehydrated of other matters",
    "this_hookscript_is_broken__dehydrated_is_working_fine__please_ignore_unknown_hooks_in_your_script",
    [],
  ],
  ["acme.sh", `add ${name} ${value}`, [{ action: "present", name, value }]],
  ["acme.sh", `rm ${name} ${value}`, [{ action: "cleanup", name, value }]],
])("reads a call of %s: %s", (_, words, calls) => {
  expect(read(words)).toMatchObject({ ok: true, calls });
});

it.each([
  ["auth", "present"],
  ["cleanup", "cleanup"],
])("reads certbot's manual hook %s from its environment", (words, action) => {
  const environment = { CERTBOT_DOMAIN: "example.no", CERTBOT_VALIDATION: value, CERTBOT_AUTH_OUTPUT: "anything" };
  expect(read(words, environment)).toEqual({ ok: true, calls: [{ action, name: "example.no", value }] });
  expect(read(words)).toMatchObject({ ok: false, reason: expect.stringContaining("CERTBOT_DOMAIN") });
});

it("tells lego how long to wait", () => {
  expect(read("timeout")).toEqual({ ok: true, calls: [], prints: '{"timeout":180,"interval":4}' });
});

it.each(["", "nonsense a b", "present", `present ${name}`, "deploy_challenge a.example.no token"])(
  "refuses what it doesn't know: %s",
  (words) => {
    expect(read(words)).toMatchObject({ ok: false });
  },
);
