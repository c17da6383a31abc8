import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { simulated } from "../../simulator/simulated.ts";
import { runWords } from "../api/run-words.ts";

const threeAddresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((value) => ({ name: "home", type: "A", value }));
const start = () =>
  simulated({
    zones: [{ name: "example.no", id: "123", records: threeAddresses }, { name: "sub.example.no" }, "xn--blbr-roah.no"],
  });

async function valuesOf(simulator: Simulator, name: string, type: string, zone = "example.no"): Promise<string[]> {
  const { stdout } = await runWords(simulator, ["record", "list", zone, "--output", "json"]);
  const records: { record_name: string; record_type: string; record_value: string }[] = JSON.parse(stdout);
  return records
    .filter((record) => record.record_name === name && record.record_type === type)
    .map((record) => record.record_value)
    .sort();
}

const writes = ({ requests }: Simulator) =>
  requests.filter(({ method }) => method !== "GET").map(({ method }) => method);

it("shows a name beyond ASCII both ways, and keeps JSON to the one that is sent", async () => {
  const simulator = await start();
  const words = ["record", "set", "blåbær.no", "A", "192.0.2.9"];
  expect((await runWords(simulator, [...words, "--dry-run"])).stdout).toContain(" blåbær.no (xn--blbr-roah.no) A ");
  const done = await runWords(simulator, [...words, "--output", "json"]);
  expect(JSON.parse(done.stdout)).toMatchObject({ name: "xn--blbr-roah.no", changed: true });
});

describe("record delete", () => {
  it("of one of three addresses leaves the two others", async () => {
    const simulator = await start();
    expect(await runWords(simulator, ["record", "delete", "home.example.no", "A", "192.0.2.2", "--yes"])).toMatchObject(
      {
        exitCode: 0,
      },
    );
    expect(await valuesOf(simulator, "home", "A")).toEqual(["192.0.2.1", "192.0.2.3"]);
  });

  it("has the full name typed, and refuses where nobody can type", async () => {
    const simulator = await start();
    const words = ["record", "delete", "home", "a", "192.0.2.2", "--zone", "EXAMPLE.no"];
    expect(await runWords(simulator, words)).toMatchObject({ exitCode: 2 });
    expect(await runWords(simulator, words, { typed: "home\n" })).toMatchObject({ exitCode: 1 });
    expect(writes(simulator)).toEqual([]);
    expect(await runWords(simulator, words, { typed: "home.example.no\n" })).toMatchObject({ exitCode: 0 });
    expect(writes(simulator)).toEqual(["DELETE"]);
  });

  it("of all takes the whole set, and needs to be told which of the two is meant", async () => {
    const simulator = await start();
    const words = ["record", "delete", "home.example.no", "A"];
    expect(await runWords(simulator, [...words, "--yes"])).toMatchObject({ exitCode: 2 });
    expect(await runWords(simulator, [...words, "192.0.2.1", "--all", "--yes"])).toMatchObject({ exitCode: 2 });
    expect(await runWords(simulator, [...words, "--all", "--yes"])).toMatchObject({ exitCode: 0 });
    expect(await valuesOf(simulator, "home", "A")).toEqual([]);
  });

  it("deletes nothing where one of the values isn't there", async () => {
    const simulator = await start();
    const words = ["record", "delete", "home.example.no", "A", "192.0.2.1", "192.0.2.99", "--yes"];
    const { exitCode, stderr } = await runWords(simulator, words);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("no A record 192.0.2.99; nothing was deleted")]);
    expect(writes(simulator)).toEqual([]);
  });
});

describe("record set", () => {
  it("replaces a single value without asking", async () => {
    const simulator = await start();
    const set = (value: string) => runWords(simulator, ["record", "set", "nas.example.no", "A", value, "--ttl", "60"]);
    expect((await set("192.0.2.7")).stdout).toBe("add nas.example.no A 192.0.2.7 (TTL 60)\n");
    expect((await set("192.0.2.8")).stdout).toBe("replace nas.example.no A 192.0.2.7 with 192.0.2.8 (TTL 60)\n");
    expect((await set("192.0.2.8")).stdout).toBe("nothing to change\n");
    expect(await valuesOf(simulator, "nas", "A")).toEqual(["192.0.2.8"]);
  });

  it("asks before it removes the value of another record", async () => {
    const simulator = await start();
    const words = ["record", "set", "home.example.no", "A", "192.0.2.1"];
    const { exitCode, stderr } = await runWords(simulator, words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("192.0.2.2, 192.0.2.3")]);
    expect(writes(simulator)).toEqual([]);
    expect(await runWords(simulator, [...words, "--yes"])).toMatchObject({ exitCode: 0 });
    expect(await valuesOf(simulator, "home", "A")).toEqual(["192.0.2.1"]);
  });

  it("doesn't ask to add to what there is", async () => {
    const simulator = await start();
    const values = [...threeAddresses.map(({ value }) => value), "192.0.2.4"];
    expect(await runWords(simulator, ["record", "set", "home.example.no", "A", ...values])).toMatchObject({
      exitCode: 0,
    });
    expect(await valuesOf(simulator, "home", "A")).toEqual(values);
  });

  it("shows with --dry-run what it would do, and does nothing", async () => {
    const simulator = await start();
    const words = ["record", "set", "home.example.no", "A", "192.0.2.9", "--dry-run", "-o", "json"];
    const { exitCode, stdout } = await runWords(simulator, words);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({
        changed: false,
        steps: [
          { kind: "replace", old: "192.0.2.1", value: "192.0.2.9", ttl: 3600 },
          { kind: "delete", value: "192.0.2.2" },
          { kind: "delete", value: "192.0.2.3" },
        ],
      }),
    ]);
    expect(writes(simulator)).toEqual([]);
  });

  it("takes values as in a zone file", async () => {
    const simulator = await start();
    const set = (...words: string[]) => runWords(simulator, ["record", "set", ...words]);
    await set("example.no", "MX", "10 mail.example.no.");
    await set("www.example.no", "CNAME", "@");
    await set("shop.example.no", "CNAME", "web");
    await set("example.no", "TXT", '"v=spf1 -all"');
    expect(await valuesOf(simulator, "@", "MX")).toEqual(["mail.example.no"]);
    expect(await valuesOf(simulator, "www", "CNAME")).toEqual(["example.no"]);
    expect(await valuesOf(simulator, "shop", "CNAME")).toEqual(["web.example.no"]);
    expect(await valuesOf(simulator, "@", "TXT")).toEqual(["v=spf1 -all"]);
  });

  it("refuses what no such record can hold, all of it at once", async () => {
    const simulator = await start();
    const addresses = await runWords(simulator, ["record", "set", "x.example.no", "A", "one", "2001:db8::1"]);
    expect(addresses.exitCode).toBe(2);
    expect(addresses.stderr).toContain('"one" is not an IPv4 address');
    expect(addresses.stderr).toContain('"2001:db8::1" is not an IPv4 address');
    expect(await runWords(simulator, ["record", "set", "example.no", "MX", "mail.example.no."])).toMatchObject({
      exitCode: 2,
    });
    expect(
      await runWords(simulator, ["record", "set", "x.example.no", "A", "192.0.2.1", "--ttl", "soon"]),
    ).toMatchObject({
      exitCode: 2,
    });
    expect(writes(simulator)).toEqual([]);
  });
});

describe("record add", () => {
  it("leaves the others alone, and does nothing for a value that is there", async () => {
    const simulator = await start();
    const add = ["record", "add", "home.example.no", "A", "192.0.2.3", "192.0.2.4"];
    expect((await runWords(simulator, add)).stdout).toBe("add home.example.no A 192.0.2.4 (TTL 3600)\n");
    expect(await valuesOf(simulator, "home", "A")).toHaveLength(4);
    expect((await runWords(simulator, add)).stdout).toBe("nothing to change\n");
  });
});

describe("a name", () => {
  it("belongs to the zone with the longest suffix, in any case and alphabet", async () => {
    const simulator = await start();
    const add = (...words: string[]) => runWords(simulator, ["record", "add", ...words]);
    await add("a.Sub.Example.NO.", "A", "192.0.2.1");
    await add("www.blåbær.no", "A", "192.0.2.2");
    await add("@", "A", "192.0.2.3", "--zone", "123");
    await add("deep.name", "A", "192.0.2.4", "--zone", "example.no");
    await add("full.example.no", "A", "192.0.2.5", "--zone", "example.no");
    expect(await valuesOf(simulator, "a", "A", "sub.example.no")).toEqual(["192.0.2.1"]);
    expect(await valuesOf(simulator, "www", "A", "BLÅBÆR.no")).toEqual(["192.0.2.2"]);
    expect(await valuesOf(simulator, "@", "A")).toEqual(["192.0.2.3"]);
    expect(await valuesOf(simulator, "deep.name", "A")).toEqual(["192.0.2.4"]);
    expect(await valuesOf(simulator, "full", "A")).toEqual(["192.0.2.5"]);
    expect(await add("www.example.com", "A", "192.0.2.1")).toMatchObject({ exitCode: 1 });
  });

  it("of no zone lists the records of all, with the zone beside each", async () => {
    const simulator = await start();
    const { stdout } = await runWords(simulator, ["record", "list", "-o", "json"]);
    expect(new Set(JSON.parse(stdout).map((record: { zone_name: string }) => record.zone_name)).size).toBe(3);
    expect((await runWords(simulator, ["record", "list"])).stdout).toContain("blåbær.no (xn--blbr-roah.no)");
  });
});
