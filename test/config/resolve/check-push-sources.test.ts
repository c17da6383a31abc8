import { expect, it } from "vitest";
import { configFile, findProblems, loadText, withKeys } from "../load-text.ts";

const gateway = "gateway: { clients: [{ name: cabin, password: abcdefgh, hostnames: [cabin.example.no] }] }";

it("takes the client of the gateway that push: names", async () => {
  const { config } = await loadText(withKeys(`ipv4: { sources: ["push:cabin"] }\n${gateway}`));
  expect(config.uplinks.default?.ipv4.sources).toEqual(["push:cabin"]);
});

it("refuses a push: that names no client, with the nearest one", async () => {
  expect(await findProblems(withKeys(`ipv4: { sources: ["push:cabn"] }\n${gateway}`))).toEqual([
    '3:19 ipv4.sources[0]: push:cabn: the gateway has no client "cabn"; did you mean "cabin"?',
  ]);
});

it("refuses a push: without a gateway, of an uplink too", async () => {
  const yaml = 'uplinks: { lte: { interface: wwan0, ipv6: { sources: ["push:cabin"] } } }';
  expect(await findProblems(withKeys(yaml))).toEqual([
    "3:55 uplinks.lte.ipv6.sources[0]: push:cabin: the gateway has no clients; list cabin under gateway.clients",
  ]);
});

it("warns only where a clients_file may get the client later", async () => {
  const yaml = withKeys('ipv4: { sources: ["push:hut"] }\ngateway: { clients_file: /etc/test/clients.yaml }');
  const { config } = await loadText(yaml, { files: { [configFile]: yaml } });
  expect(config.warnings).toEqual([
    "ipv4.sources[0]: push:hut: the gateway has no clients; list hut under gateway.clients",
  ]);
});
