import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { address, prepareScene, type Scene } from "./scene.ts";

const client = {
  name: "cabin",
  password: "geheim-1234",
  hostnames: ["cabin.example.no", { name: "nas.example.no", ipv4: false, ipv6: { suffix: "::5" } }],
};

async function startGateway(scene: Scene, more: object = {}) {
  scene.configure({
    hostnames: [],
    ipv4: { enabled: false },
    ipv6: { enabled: false },
    gateway: { listen: "127.0.0.1:0", clients: [client], ...more },
  });
  const started = scene.start("run");
  await started.until(/the gateway listens/);
  const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
  const tell = async (query: string, password = client.password, name = "cabin") => {
    const headers = { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` };
    return (await fetch(`http://127.0.0.1:${port}/nic/update?${query}`, { headers })).text();
  };
  return { started, tell, url: `http://127.0.0.1:${port}` };
}

it("publishes what a device tells, asks for nothing twice, and remembers it over a restart", async () => {
  const scene = await prepareScene();
  const { started, tell } = await startGateway(scene);
  expect(await tell(`hostname=cabin.example.no&myip=${address.ipv4}`)).toBe(`good ${address.ipv4}\n`);
  expect(scene.records("cabin.example.no", "A")).toEqual([address.ipv4]);
  scene.forget();
  expect(await tell(`hostname=cabin.example.no&myip=${address.ipv4}`)).toBe(`nochg ${address.ipv4}\n`);
  expect(scene.simulator.requests).toEqual([]);
  const status = (await scene.run("status --output json")).json;
  expect(status).toMatchObject({ health: "ok" });
  expect(status.addresses).toContainEqual(
    expect.objectContaining({ uplink: "cabin", family: "ipv4", address: address.ipv4, source: "push:cabin" }),
  );
  expect(status.hostnames).toContainEqual(
    expect.objectContaining({ hostname: "nas.example.no", family: "ipv6", state: "pending", published: null }),
  );
  started.child.kill("SIGTERM");
  await started.ended;
  const again = await startGateway(scene);
  expect(await again.tell(`myip=${address.ipv4}`)).toBe(`nochg ${address.ipv4}\n`);
});

it("shows when a device told its address last, new or not, and not when a round last found it", async () => {
  const scene = await prepareScene({ schedule: "* * * * * *" });
  const { started, tell } = await startGateway(scene);
  const seenAt = async () => {
    const { addresses } = (await scene.run("status --output json")).json;
    const found = addresses.find(
      ({ uplink, family }: Record<string, string>) => uplink === "cabin" && family === "ipv4",
    );
    return Date.parse(found.seenAt);
  };
  const lastRound = async () => (await scene.run("status --output json")).json.lastRoundAt;
  await tell(`myip=${address.ipv4}`);
  const first = await seenAt();
  const before = await lastRound();
  await expect.poll(lastRound, { timeout: 120_000 }).not.toBe(before);
  expect(await seenAt()).toBe(first);
  expect(await tell(`myip=${address.ipv4}`)).toMatch(/^nochg/);
  const second = await seenAt();
  expect(second).toBeGreaterThan(first);
  started.child.kill("SIGTERM");
  await started.ended;
  await startGateway(scene);
  await expect.poll(seenAt, { timeout: 60_000 }).toBeLessThanOrEqual(second);
});

it("repeats Gigahost's refusal of a name or an address to a device that repeats itself, and asks nobody for it", async () => {
  const scene = await prepareScene();
  const { tell } = await startGateway(scene, {
    clients: [
      { ...client, hostnames: ["cabin.example.no"] },
      { ...client, name: "hut", hostnames: ["hut.nowhere.example", "hut.example.no"] },
    ],
  });
  scene.simulator.faults.inject({ kind: "word", word: "badagent" }, { route: "GET /dns/dyndns" });
  for (let turn = 0; turn < 2; turn++) expect(await tell(`myip=${address.ipv4}`)).toBe("badagent\n");
  const hut = (query: string) => tell(`hostname=hut.nowhere.example,hut.example.no&${query}`, client.password, "hut");
  expect(await hut(`myip=${address.other4}`)).toBe(`nohost\ngood ${address.other4}\n`);
  scene.forget();
  for (let turn = 0; turn < 2; turn++) expect(await hut(`myip=${address.other4}`)).toMatch(/^nohost\n/);
  expect(scene.simulator.requests).toEqual([]);
});

it("lets hosts with a suffix follow the prefix that the device told, never its own address", async () => {
  const scene = await prepareScene();
  const { tell } = await startGateway(scene);
  await tell(`myip=${address.ipv4}&myipv6=2a01:4f8:ffff::1`);
  expect(scene.records("nas.example.no", "AAAA")).toEqual([]);
  await tell(`myipv6=2a01:4f8:ffff::1&ip6lanprefix=2a01:4f8:1:2::/64`);
  expect(scene.records("nas.example.no", "AAAA")).toEqual(["2a01:4f8:1:2::5"]);
  expect(scene.records("cabin.example.no", "AAAA")).toEqual(["2a01:4f8:ffff::1"]);
  expect(await tell(`ip6lanprefix=2a01:4f8:2::/56`)).toMatch(/^good|^nochg/);
  expect(scene.records("nas.example.no", "AAAA")).toEqual(["2a01:4f8:1:2::5"]);
});

it("knows the clients of a file as soon as they stand in it", async () => {
  const scene = await prepareScene();
  const file = join(scene.dir, "clients.json");
  const { started, tell } = await startGateway(scene, { clients_file: "clients.json" });
  expect(await tell(`myip=${address.other4}`, "another-secret", "hut")).toBe("badauth\n");
  writeFileSync(file, JSON.stringify([{ name: "hut", password: "another-secret", hostnames: ["hut.example.no"] }]));
  await started.until(/configuration reloaded/);
  expect(await tell(`myip=${address.other4}`, "another-secret", "hut")).toBe(`good ${address.other4}\n`);
  expect(scene.records("hut.example.no", "A")).toEqual([address.other4]);
  expect(started.said()).not.toContain("another-secret");
});

it("waits for the first client of a file that has none yet", async () => {
  const scene = await prepareScene();
  const { started, tell } = await startGateway(scene, { clients_file: "clients.json", clients: [] });
  expect(await tell(`myip=${address.other4}`)).toBe("badauth\n");
  writeFileSync(join(scene.dir, "clients.json"), JSON.stringify([client]));
  await started.until(/configuration reloaded/);
  expect(await tell(`myip=${address.ipv4}`)).toBe(`good ${address.ipv4}\n`);
});

it("looks for no address of this machine's while there is no hostname that it would be for", async () => {
  const scene = await prepareScene();
  const sources = [`file:${join(scene.dir, "nothing")}`];
  scene.configure({
    hostnames: [],
    ipv4: { sources },
    gateway: { listen: "127.0.0.1:0", clients_file: "clients.json" },
  });
  await scene.start("run").until(/the gateway listens/);
  const { json } = await scene.run("status --output json");
  expect(json).toMatchObject({ health: "ok", problems: [], addresses: [] });
});

it.each([
  ["a hostname in two places", { hostnames: ["cabin.example.no"] }, /given twice/],
  ["an uplink of a client's name", { uplinks: { cabin: { interface: "eth0" } } }, /uplink .*cabin/],
  ["a client without a password", { gateway: { clients: [{ name: "x" }] } }, /password_hash/],
  ["half a certificate", { gateway: { tls: { cert_file: "a.pem" }, clients: [client] } }, /key_file/],
  ["a file that holds no list", { gateway: { clients_file: "config.yaml" } }, /no list of clients/],
])("refuses %s with 78", async (_, settings, words) => {
  const scene = await prepareScene();
  scene.configure({ hostnames: [], gateway: { listen: "127.0.0.1:0", clients: [client] }, ...settings });
  const checked = await scene.run("config check");
  expect([checked.code, checked.said]).toEqual([78, expect.stringMatching(words)]);
  expect(checked.said).not.toContain(client.password);
});

it("sets challenges for a client's names with the account's key, and deletes them an hour later", async () => {
  const scene = await prepareScene();
  const acme = { ...client, acme: ["www.example.no"] };
  const { started, url } = await startGateway(scene, { clients: [acme] });
  const accounts = (await scene.run("acme account cabin")).json;
  expect(Object.keys(accounts)).toEqual(["www.example.no"]);
  const { subdomain } = accounts["www.example.no"];
  const [one, other] = ["a".repeat(43), "b".repeat(43)];
  const name = "_acme-challenge.www.example.no";
  for (const txt of [one, other, one]) {
    const headers = { "x-api-user": "cabin", "x-api-key": client.password };
    const body = JSON.stringify({ subdomain, txt });
    expect((await fetch(`${url}/acme-dns/update`, { method: "POST", body, headers })).status).toBe(200);
  }
  expect([...scene.records(name, "TXT")].sort()).toEqual([one, other]);
  const authorization = `Basic ${Buffer.from(`cabin:${client.password}`).toString("base64")}`;
  const cleanup = {
    method: "POST",
    body: JSON.stringify({ fqdn: `${name}.`, value: one }),
    headers: { authorization },
  };
  expect((await fetch(`${url}/httpreq/cleanup`, cleanup)).status).toBe(200);
  expect(scene.records(name, "TXT")).toEqual([other]);
  // What is left is deleted also after a restart, when its hour is over.
  started.child.kill("SIGTERM");
  await started.ended;
  const file = join(scene.dir, "state", "challenges.json");
  const noted = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify(noted.map((each: object) => ({ ...each, at: "2020-01-01T00:00:00.000Z" }))));
  await startGateway(scene, { clients: [acme] });
  await expect.poll(() => scene.records(name, "TXT"), { timeout: 60_000 }).toEqual([]);
});

it("finds the name that a challenge's CNAME stands for, also behind names whose own leads nowhere", async () => {
  const cname = { name: "_acme-challenge", type: "CNAME", value: "x.other.no" };
  const scene = await prepareScene({}, { zones: [{ name: "example.no", records: [cname] }, "other.no"] });
  const { url } = await startGateway(scene, { clients: [{ ...client, acme: ["foreign.no", "example.no"] }] });
  const authorization = `Basic ${Buffer.from(`cabin:${client.password}`).toString("base64")}`;
  const present = (fqdn: string) => {
    const body = JSON.stringify({ fqdn, value: "a".repeat(43) });
    return fetch(`${url}/httpreq/present`, { method: "POST", body, headers: { authorization } });
  };
  expect((await present("x.other.no.")).status).toBe(200);
  expect(scene.records("x.other.no", "TXT")).toEqual(["a".repeat(43)]);
  expect((await present("y.other.no.")).status).toBe(403);
});
