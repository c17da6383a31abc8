import { expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { prepareScene, type Scene } from "./scene.ts";

const zonesAsked = ({ simulator }: Scene) => simulator.requests.filter(({ path }) => path === "/dns/zones").length;
const wrongKey = defaultApiKey.replace("0", "1");

it("a wrong new credential is seen at the next start, though nothing is to be published, and asked about once", async () => {
  const scene = await prepareScene();
  expect((await scene.once()).code).toBe(0);
  scene.forget();
  expect((await scene.once()).code).toBe(0);
  expect(scene.simulator.requests).toEqual([]);

  const { url } = scene.simulator;
  scene.configure({ account: { api_key: wrongKey, base_url: url } });
  const refused = await scene.run("once");
  expect(refused.code).toBe(77);
  expect(zonesAsked(scene)).toBe(1);
  expect(scene.asked()).toEqual([]);
  expect(scene.state().account.hold.reason).toContain("refuses the API key");
  expect((await scene.run("once")).code).toBe(77);
  expect(zonesAsked(scene)).toBe(1);

  // A right one lifts the hold, and is asked about once, too.
  scene.configure({ account: { api_key: defaultApiKey, base_url: url } });
  expect((await scene.run("once")).code).toBe(0);
  expect((await scene.run("once")).code).toBe(0);
  expect(zonesAsked(scene)).toBe(2);
});

it("retry on a held account finds out whether the credential is good now", async () => {
  const scene = await prepareScene();
  expect((await scene.once()).code).toBe(0);
  scene.configure({ account: { api_key: wrongKey, base_url: scene.simulator.url } });
  expect((await scene.run("once")).code).toBe(77);
  scene.forget();
  expect((await scene.run("retry")).code).toBe(77);
  expect(zonesAsked(scene)).toBe(1);
});
