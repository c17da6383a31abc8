import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";
import { address, prepareScene, type Settings } from "./scene.ts";

const own = { name: "own", password: "geheim-geheim-1234", hostnames: ["own.example.no"] };

async function prepare(gateway: Settings = {}) {
  const scene = await prepareScene({
    hostnames: ["home.example.no"],
    uplinks: { wwan: { interface: "wwan0" } },
    gateway: { listen: "127.0.0.1:0", clients_file: "clients.json", clients: [own], ...gateway },
  });
  const file = join(scene.dir, "clients.json");
  return { scene, file, text: () => readFileSync(file, "utf8") };
}

it("adds a client that a running daemon knows at once, prints its password once, and removes it again", async () => {
  const { scene, text } = await prepare();
  scene.configure({ hostnames: [], ipv4: { enabled: false } });
  const started = scene.start("run");
  await started.until(/the gateway listens/);
  const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
  const added = (await scene.run("gateway add cabin CABIN.example.no. --for ddclient --output json")).json;
  expect(added).toMatchObject({ name: "cabin", hostnames: ["cabin.example.no"], acme: [] });
  expect(Buffer.from(added.password, "base64url")).toHaveLength(20);
  expect(added.recipe).toContain(`password='${added.password}' cabin.example.no`);
  expect(text()).not.toContain(added.password);
  await started.until(/configuration reloaded/);
  const tell = async () => {
    const headers = { authorization: `Basic ${Buffer.from(`cabin:${added.password}`).toString("base64")}` };
    return (await fetch(`http://127.0.0.1:${port}/nic/update?myip=${address.ipv4}`, { headers })).text();
  };
  expect(await tell()).toBe(`good ${address.ipv4}\n`);
  expect(scene.records("cabin.example.no", "A")).toEqual([address.ipv4]);
  expect(await scene.run("gateway remove cabin")).toMatchObject({ code: 2 });
  expect(await scene.run("gateway remove cabin --yes --output json")).toMatchObject({
    code: 0,
    json: { removed: true, name: "cabin", hostnames: ["cabin.example.no"] },
  });
  await started.until(/configuration reloaded[\s\S]*configuration reloaded/);
  expect(await tell()).toBe("badauth\n");
  expect(started.said()).not.toContain(added.password);
});

it("loses none of several that are added at once, and lists them without a password", async () => {
  const { scene } = await prepare();
  const names = ["a", "b", "c", "d", "e", "f"];
  const all = await Promise.all(
    names.map((name) =>
      scene.run(`gateway add ${name} ${name}.example.no --from 10.0.0.0/8 --acme w.example.no -o json`),
    ),
  );
  expect(all.map(({ code }) => code)).toEqual(names.map(() => 0));
  expect(new Set(all.map(({ json }) => json.password)).size).toBe(names.length);
  const listed = await scene.run("gateway list --output json");
  expect(listed.json).toHaveLength(names.length + 1);
  expect(listed.json).toContainEqual({
    name: "a",
    hostnames: ["a.example.no"],
    acme: ["w.example.no"],
    from: ["10.0.0.0/8"],
    query: false,
  });
  expect((await scene.run("gateway list")).stdout).toMatch(/^own +own\.example\.no +- +anywhere +no$/m);
  expect(listed.said).not.toMatch(/sha256|geheim/);
});

it("lets one of two that want the same hostname have it", async () => {
  const { scene } = await prepare();
  const both = await Promise.all(["a", "b"].map((name) => scene.run(`gateway add ${name} cabin.example.no`)));
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect((await scene.run("gateway list -o json")).json).toHaveLength(2);
});

it.each([
  ["the name of a client", "own x.example.no", 1, /the client "own" already exists/],
  ["the name of an uplink", "wwan x.example.no", 1, /the uplink "wwan" already exists/],
  ["a hostname of the machine's own", "x home.example.no", 1, /is under hostnames/],
  ["a hostname of another client", "x OWN.example.no", 1, /belongs to the client "own"/],
  ["no hostname", "x", 2, /name the hostnames/],
  ["what is not a hostname", "x localhost", 2, /"localhost" needs at least two parts/],
  ["a hostname twice", "x a.example.no A.example.no.", 2, /given twice/],
  ["what is not a network", "x a.example.no --from 10.0.0.1/8", 2, /did you mean 10\.0\.0\.0\/8\?\n/],
  ["an unknown kind", "x a.example.no --for toaster", 2, /one of fritzbox/],
  ["a server with a path", "x a.example.no --server http://a/b", 2, /without a path/],
])("refuses %s, and writes nothing", async (_, words, code, why) => {
  const { scene, text } = await prepare();
  expect(await scene.run(`gateway add ${words}`)).toMatchObject({
    code,
    stdout: "",
    stderr: expect.stringMatching(why),
  });
  expect(text).toThrow(/ENOENT/);
});

it("says what is missing where clients_file is not set, and where its directory is not there", async () => {
  const { scene } = await prepare({ clients_file: null });
  expect(await scene.run("gateway add x a.example.no")).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/gateway\.clients_file: not set/),
  });
  expect(await scene.run("gateway remove own --yes")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/delete it/),
  });
  scene.configure({ gateway: { clients_file: "nowhere/clients.json" } });
  expect(await scene.run("gateway add x a.example.no")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/its directory does not exist/),
  });
  scene.configure({ gateway: undefined });
  expect(await scene.run("gateway add x a.example.no")).toMatchObject({ code: 78 });
  expect(await scene.run("gateway list -o json")).toMatchObject({ code: 0, json: [] });
});

it("leaves a faulty file alone", async () => {
  const { scene, file, text } = await prepare();
  writeFileSync(file, "[{]");
  expect(await scene.run("gateway add x a.example.no")).toMatchObject({ code: 78 });
  expect(text()).toBe("[{]");
  rmSync(file);
});

it("hands the URL's credential only to a kind that needs it, and says so", async () => {
  const { scene } = await prepare();
  const added = await scene.run("gateway add nas nas.example.no --for synology --server https://ddns.example.no");
  expect(added.stdout).toContain("https://ddns.example.no/nic/update?hostname=__HOSTNAME__");
  expect(added.stderr).toMatch(/query: true/);
  await scene.run("gateway add box box.example.no --for fritzbox");
  const listed = (await scene.run("gateway list -o json")).json;
  const queries = listed.map(({ name, query }: { name: string; query: boolean }) => [name, query]);
  expect(queries).toEqual([
    ["own", false],
    ["nas", true],
    ["box", false],
  ]);
});

it("makes a hash of the password on standard input that opens the gateway", async () => {
  const password = "a-password-of-many-letters";
  const hash = await pipe(`${password}\n`);
  expect(hash).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sha256:[^:]+:[\da-f]{64}\n$/) });
  const { scene } = await prepare({
    clients: [{ name: "hut", password_hash: hash.stdout.trim(), hostnames: ["hut.example.no"] }],
  });
  const started = scene.start("run");
  await started.until(/the gateway listens/);
  const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
  const headers = { authorization: `Basic ${Buffer.from(`hut:${password}`).toString("base64")}` };
  const answer = await fetch(`http://127.0.0.1:${port}/nic/update?myip=${address.other4}`, { headers });
  expect(await answer.text()).toBe(`good ${address.other4}\n`);
  expect(await pipe("short")).toMatchObject({ code: 0, stderr: expect.stringMatching(/short/) });
  expect(await pipe("\n")).toMatchObject({ code: 2 });
  expect(await pipe("one\ntwo\n")).toMatchObject({ code: 2 });
});

/** `gateway hash` with that on standard input. */
function pipe(input: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [builtProgram, "gateway", "hash"], { env: { HOME: "/nonexistent" } });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      said[name] += chunk;
    });
  }
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
}
