import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { prepareScene, type Scene } from "./scene.ts";

const one = "a".repeat(43);
const other = `-${"b".repeat(42)}`;

const prepare = async (scene: Scene) => {
  const acme = (words: string, environment: Record<string, string> = {}) =>
    scene.run(["acme", ...words.split(" "), "--no-wait"], { environment });
  const values = (name: string) => [...scene.records(name, "TXT")].sort();
  return { acme, values };
};

it("adds a value beside others, also one that begins with a hyphen, and deletes exactly that one, both as often as one likes", async () => {
  const scene = await prepareScene();
  const { acme, values } = await prepare(scene);
  const name = "_acme-challenge.www.example.no";
  for (const value of [one, other, one])
    expect(await acme(`present www.example.no ${value}`)).toMatchObject({ code: 0 });
  expect(values(name)).toEqual([one, other].sort());
  for (let turn = 0; turn < 2; turn++) expect((await acme(`cleanup *.www.example.no ${one}`)).code).toBe(0);
  expect(values(name)).toEqual([other]);
  expect((await acme(`cleanup ${name}. ${other}`)).code).toBe(0);
  expect(values(name)).toEqual([]);
});

it("is the hook of certbot, lego and dehydrated", async () => {
  const scene = await prepareScene();
  const { acme, values } = await prepare(scene);
  const certbot = { CERTBOT_DOMAIN: "example.no", CERTBOT_VALIDATION: one };
  expect((await acme("hook auth", certbot)).code).toBe(0);
  expect((await acme(`hook present _acme-challenge.example.no. ${other}`)).code).toBe(0);
  expect(values("_acme-challenge.example.no")).toEqual([one, other].sort());
  expect((await acme("hook cleanup", certbot)).code).toBe(0);
  expect((await acme(`hook clean_challenge example.no token ${other}`)).code).toBe(0);
  expect((await acme("hook exit_hook")).code).toBe(0);
  expect(values("_acme-challenge.example.no")).toEqual([]);
  expect((await acme("hook nonsense a b")).code).toBe(2);
});

it("says nothing as a hook when all goes well, since clients take that for an error", async () => {
  const scene = await prepareScene();
  const { acme } = await prepare(scene);
  for (const words of ["hook add example.no", "hook deploy_challenge example.no token", "hook rm example.no"])
    expect(await acme(`${words} ${one}`)).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

it("follows a CNAME inside the account, and takes no value but a challenge's", async () => {
  const cname = { name: "_acme-challenge.www", type: "CNAME", value: "www.acme.other.no" };
  const scene = await prepareScene({}, { zones: [{ name: "example.no", records: [cname] }, "other.no"] });
  const { acme, values } = await prepare(scene);
  expect((await acme(`present www.example.no ${one}`)).code).toBe(0);
  expect(values("www.acme.other.no")).toEqual([one]);
  expect((await acme(`cleanup www.example.no ${one}`)).code).toBe(0);
  expect(values("www.acme.other.no")).toEqual([]);
  expect((await acme("present www.example.no v=spf1")).code).toBe(2);
  expect((await acme(`present www.foreign.no ${one}`)).code).toBe(1);
});

it("deletes at the next call what was left at a name an hour ago, and nothing of others", async () => {
  const foreign = { name: "_acme-challenge", type: "TXT", value: "c".repeat(43) };
  const scene = await prepareScene({}, { zones: [{ name: "example.no", records: [foreign] }] });
  const { acme, values } = await prepare(scene);
  await acme(`present example.no ${one}`);
  const file = join(scene.dir, "state", "challenges.json");
  const noted = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify([{ ...noted[0], at: "2020-01-01T00:00:00.000Z" }]));
  await acme(`present example.no ${other}`);
  expect(values("_acme-challenge.example.no")).toEqual([other, "c".repeat(43)].sort());
});

it("goes on where another program writes to the zone at the same time", async () => {
  const scene = await prepareScene();
  const { acme, values } = await prepare(scene);
  scene.simulator.faults.inject({ kind: "status", status: 500 }, { route: "POST /dns/zones/{zone_id}/records" });
  expect((await acme(`present example.no ${one}`)).code).toBe(0);
  expect(values("_acme-challenge.example.no")).toEqual([one]);
});

const bookOf = (scene: Scene) => join(scene.dir, "state", "challenges.json");
const noted = (scene: Scene): { name: string; value: string; at: string }[] =>
  JSON.parse(readFileSync(bookOf(scene), "utf8"));
const makeOld = (scene: Scene, more: object[] = []) => {
  const at = "2020-01-01T00:00:00.000Z";
  writeFileSync(bookOf(scene), JSON.stringify([...noted(scene), ...more].map((each) => ({ ...each, at }))));
};

it("has a daemon without a gateway delete after an hour what a hook left, also where a CNAME led to then", async () => {
  const cname = { name: "_acme-challenge.www", type: "CNAME", value: "www.acme.other.no" };
  const scene = await prepareScene({}, { zones: [{ name: "example.no", records: [cname] }, "other.no"] });
  const { acme, values } = await prepare(scene);
  await acme(`present www.example.no ${one}`);
  await acme(`present example.no ${one}`);
  expect(noted(scene).map(({ name }) => name)).toEqual(["www.acme.other.no", "_acme-challenge.example.no"]);
  expect((await scene.run("record delete _acme-challenge.www.example.no CNAME --all --yes")).code).toBe(0);
  // One of a zone that the account no longer has is forgotten: nobody could ever delete it.
  makeOld(scene, [{ name: "_acme-challenge.gone.no", value: one }]);
  scene.start("run");
  await expect.poll(() => noted(scene), { timeout: 60_000 }).toEqual([]);
  expect([values("www.acme.other.no"), values("_acme-challenge.example.no")]).toEqual([[], []]);
});

it("names the CNAME that leads out of the account, and notes nothing for it", async () => {
  const cname = { name: "_acme-challenge.www", type: "CNAME", value: "x.foreign.no" };
  const scene = await prepareScene({}, { zones: [{ name: "example.no", records: [cname] }] });
  const { acme } = await prepare(scene);
  const refused = await acme(`present www.example.no ${one}`);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/CNAME at _acme-challenge\.www\.example\.no points to x\.foreign\.no, which no zone/),
  ]);
  await acme(`present example.no ${one}`);
  expect(noted(scene).map(({ name }) => name)).toEqual(["_acme-challenge.example.no"]);
});
