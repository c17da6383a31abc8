import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allChecks } from "../../src/doctor/all-checks.ts";
import { canMakeHomes, startHome } from "../network/start-home.ts";
import { makePage, root } from "./made-block.ts";

it("the page of the doctor lists its checks, in their order", () => {
  const rows = readFileSync(`${root}/docs/doctor.md`, "utf8").matchAll(/^\| `([a-z0-9-]+)` /gm);
  expect([...rows].map(([, name]) => name)).toEqual(allChecks.map(({ name }) => name));
});

describe.runIf(canMakeHomes)("the page of the doctor", () => {
  it("shows what it prints; npm run docs writes it", async () => {
    const home = await startHome({ families: ["ipv4", "ipv6"] });
    expect((await home.run("once")).code).toBe(0);
    const { stdout } = await home.run("doctor");
    // What differs from machine to machine, and from run to run.
    const lines = stdout
      .split("\n")
      .filter((line) => !/^\S+ +(system|unit|container|state-directory|source) /.test(line));
    const steady = lines
      .join("\n")
      .replaceAll(home.stateDir, "/var/lib/gigahost-ddns")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-01T09:41:05.000Z")
      .replaceAll(/confirmed by \d+ sources/g, "confirmed by 8 sources")
      .replace(/; authorities of \S+ \(NODE_EXTRA_CA_CERTS\) are trusted, too/, "");
    const output = `\`\`\`console\n$ gigahost-ddns doctor\n${steady.trimEnd()}\n\`\`\``;
    await expect(makePage("docs/doctor.md", { output })).toMatchFileSnapshot(`${root}/docs/doctor.md`);
  }, 240_000);
});
