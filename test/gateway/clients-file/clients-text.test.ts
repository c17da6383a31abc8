import { expect, it } from "vitest";
import { addClientText, parseClients, removeClientText } from "../../../src/gateway/clients-file/clients-text.ts";

const hut = { name: "hut", password_hash: "sha256:a:b", hostnames: ["hut.example.no"] };
const cabin = { ...hut, name: "cabin", hostnames: ["cabin.example.no"] };

it("writes JSON, a client a line, and begins with it where there is nothing", async () => {
  const both = await addClientText(await addClientText(" \n", hut), cabin);
  expect(both).toBe(`[\n  ${JSON.stringify(hut)},\n  ${JSON.stringify(cabin)}\n]\n`);
  expect(await parseClients(await removeClientText(both, "hut"))).toEqual([cabin]);
  expect(await removeClientText(await removeClientText(both, "hut"), "cabin")).toBe("[]\n");
});

it("leaves YAML as its user wrote it, comments too", async () => {
  const yaml =
    "# Those of the valley\n- name: hut # no. 3\n  password_hash: sha256:a:b\n  hostnames: [hut.example.no]\n";
  const both = await addClientText(yaml, cabin);
  expect(both).toContain(yaml);
  expect(await parseClients(both)).toEqual([hut, cabin]);
  expect(await removeClientText(both, "cabin")).toBe(yaml);
  expect(await parseClients(await removeClientText(both, "hut"))).toEqual([cabin]);
});

it.each(["a: b", "{}", "null", "- [", "text"])("knows that %j holds no list", async (text) => {
  expect(await parseClients(text)).toBeNull();
});
