import { describe, expect, it } from "vitest";
import {
  ConfirmationError,
  deleteRecord,
  deleteRrset,
  exportZone,
  findZone,
  type Gigahost,
  InputError,
  importZone,
  listRecords,
  NotFoundError,
  planImport,
  setRrset,
} from "../../../src/index.ts";
import { defaultApiKey, type SimulatorOptions } from "../../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { simulated } from "../../simulator/simulated.ts";
import { clientOf, failureOf } from "../loopback.ts";

const zoneId = "7";
const threeAddresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];

async function start(records: readonly (readonly [string, string, string])[], habits: SimulatorOptions["habits"] = {}) {
  const seeds = records.map(([name, type, value]) => {
    const [priority = "", host = ""] = value.split(" ");
    return type === "MX" ? { name, type, value: host, priority: Number(priority) } : { name, type, value };
  });
  const simulator = await simulated({ zones: [{ name: "example.no", id: zoneId, records: seeds }], habits });
  return { simulator, gigahost: clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey }) };
}

const valuesOf = async (gigahost: Gigahost, name: string, type: string) =>
  (await listRecords(gigahost, zoneId))
    .filter((record) => record.name === name && record.type === type)
    .map(({ value }) => value)
    .sort();

/** Method and body of every write, in order. */
const writesTo = (simulator: Simulator) =>
  simulator.requests.filter(({ method }) => method !== "GET").map(({ method }) => method);

describe("finding the zone of a name", () => {
  it("takes the longest suffix, whatever the case, and punycode for other letters", async () => {
    const simulator = await simulated({ zones: ["example.no", "sub.example.no", "xn--blbr-roah.no"] });
    const gigahost = clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey });
    const found = async (name: string) => {
      const { zoneName, recordName } = await findZone(gigahost, name);
      return `${recordName} in ${zoneName}`;
    };
    expect(await found("a.b.Sub.example.no.")).toBe("a.b in sub.example.no");
    expect(await found("notsub.example.no")).toBe("notsub in example.no");
    expect(await found("example.no")).toBe("@ in example.no");
    expect(await found("*.blåbær.no")).toBe("* in xn--blbr-roah.no");
    expect(await failureOf(findZone(gigahost, "otherexample.no"))).toBeInstanceOf(NotFoundError);
  });
});

describe("setting an RRset", () => {
  it("replaces a single value in place: the name is never without a record", async () => {
    const { simulator, gigahost } = await start([["home", "A", "192.0.2.1"]]);
    const { steps, records } = await setRrset(gigahost, zoneId, { name: "home", type: "A", values: ["192.0.2.9"] });
    expect(writesTo(simulator)).toEqual(["PUT"]);
    expect(steps.map(({ kind }) => kind)).toEqual(["replace"]);
    expect(records).toMatchObject([{ value: "192.0.2.9", ttlSeconds: 3600 }]);
  });

  it("takes a name with other letters as its punycode", async () => {
    const { gigahost } = await start([["xn--blbr-roah", "A", "192.0.2.1"]]);
    await setRrset(gigahost, zoneId, { name: "Blåbær", type: "A", values: ["192.0.2.1", "192.0.2.2"] });
    expect(await valuesOf(gigahost, "xn--blbr-roah", "A")).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  it("adds before it deletes, deletes by value only, and leaves others alone", async () => {
    const { simulator, gigahost } = await start([
      ...threeAddresses.map((value) => ["home", "A", value] as const),
      ["home", "AAAA", "2001:db8::1"],
      ["other", "A", "192.0.2.1"],
    ]);
    await setRrset(gigahost, zoneId, { name: "home", type: "A", values: ["192.0.2.2", "192.0.2.4"] });
    expect(writesTo(simulator)).toEqual(["PUT", "DELETE"]);
    expect(await valuesOf(gigahost, "home", "A")).toEqual(["192.0.2.2", "192.0.2.4"]);
    expect(await valuesOf(gigahost, "home", "AAAA")).toEqual(["2001:db8::1"]);
    expect(await valuesOf(gigahost, "other", "A")).toEqual(["192.0.2.1"]);
  });

  it("does nothing where all is as wanted, however it is written", async () => {
    const { simulator, gigahost } = await start(
      [
        ["@", "MX", "10 mail.example.no"],
        ["home", "AAAA", "2001:db8::1"],
        ["www", "CNAME", "home.example.no"],
      ],
      { trailingDots: "always" },
    );
    await setRrset(gigahost, zoneId, { name: "@", type: "MX", values: ["10 MAIL.example.no."] });
    await setRrset(gigahost, zoneId, { name: "HOME", type: "aaaa", values: ["2001:DB8:0::1", "2001:db8::1"] });
    await setRrset(gigahost, zoneId, { name: "www", type: "CNAME", values: ["home.example.no"] });
    expect(writesTo(simulator)).toEqual([]);
  });

  it.each([
    ["MX", "10 mail"],
    ["CNAME", "home"],
    ["SRV", "0 5 5060 @"],
  ])("refuses a host of %s that isn't written in full, as in %s", async (type, value) => {
    const { simulator, gigahost } = await start([]);
    const error = await failureOf(setRrset(gigahost, zoneId, { name: "x", type, values: [value] }));
    expect([error.name, error.message]).toEqual(["InputError", expect.stringContaining("with its final dot")]);
    expect(simulator.requests).toEqual([]);
  });

  it("goes on where the answer to a deletion got lost", async () => {
    const { simulator, gigahost } = await start(threeAddresses.map((value) => ["home", "A", value]));
    simulator.faults.inject({ kind: "cut" }, { route: "/dns/zones/{zone_id}/records/{record_id}", times: 1 });
    await setRrset(gigahost, zoneId, { name: "home", type: "A", values: ["192.0.2.1"] });
    expect(writesTo(simulator)).toEqual(["DELETE", "DELETE", "DELETE"]);
    expect(await valuesOf(gigahost, "home", "A")).toEqual(["192.0.2.1"]);
  });

  it("changes a TTL where one is given", async () => {
    const { simulator, gigahost } = await start([["@", "MX", "10 mail.example.no"]]);
    const wanted = { name: "@", type: "MX", values: ["10 mail.example.no."], ttlSeconds: 60 };
    const { records } = await setRrset(gigahost, zoneId, wanted);
    expect(records).toMatchObject([{ ttlSeconds: 60, priority: 10 }]);
    expect(writesTo(simulator)).toEqual(["PUT"]);
  });

  it("says that it could not confirm what the server said and didn't do", async () => {
    const { simulator, gigahost } = await start([["home", "A", "192.0.2.1"]]);
    const route = "/dns/zones/{zone_id}/records/{record_id}";
    simulator.faults.inject({ kind: "no-effect" }, { route, times: Number.POSITIVE_INFINITY });
    const error = await failureOf(setRrset(gigahost, zoneId, { name: "home", type: "A", values: ["192.0.2.9"] }));
    expect(error).toBeInstanceOf(ConfirmationError);
    expect(await valuesOf(gigahost, "home", "A")).toEqual(["192.0.2.1"]);
  });

  it("refuses to be a deletion", async () => {
    const { gigahost } = await start([]);
    const error = await failureOf(setRrset(gigahost, zoneId, { name: "home", type: "A", values: [] }));
    expect(error).toBeInstanceOf(InputError);
  });

  it("handles long texts and several writers at once", async () => {
    const { gigahost } = await start([]);
    const text = `v=DKIM1; p=${"A".repeat(400)}`;
    await Promise.all([
      setRrset(gigahost, zoneId, { name: "key._domainkey", type: "TXT", values: [text] }),
      setRrset(gigahost, zoneId, { name: "home", type: "A", values: ["192.0.2.1"] }),
    ]);
    const { steps } = await setRrset(gigahost, zoneId, { name: "key._domainkey", type: "TXT", values: [text] });
    expect(steps).toEqual([]);
  });
});

describe("deleting", () => {
  it("is done where the answer got lost and the second attempt finds nothing", async () => {
    const { simulator, gigahost } = await start(threeAddresses.map((value) => ["home", "A", value]));
    simulator.faults.inject({ kind: "cut" }, { route: "/dns/zones/{zone_id}/records/{record_id}", times: 1 });
    await deleteRecord(gigahost, zoneId, { name: "home", type: "A", value: "192.0.2.2" });
    expect(writesTo(simulator)).toEqual(["DELETE", "DELETE"]);
    expect(await valuesOf(gigahost, "home", "A")).toEqual(["192.0.2.1", "192.0.2.3"]);
  });

  it("one of three addresses leaves two", async () => {
    const { gigahost } = await start(threeAddresses.map((value) => ["home", "A", value]));
    await deleteRecord(gigahost, zoneId, { name: "home", type: "A", value: "192.0.2.2" });
    expect(await valuesOf(gigahost, "home", "A")).toEqual(["192.0.2.1", "192.0.2.3"]);
  });

  it("one MX leaves the other", async () => {
    const { gigahost } = await start([
      ["@", "MX", "10 mail.example.no"],
      ["@", "MX", "20 backup.example.no"],
    ]);
    await deleteRecord(gigahost, zoneId, { name: "@", type: "MX", value: "20 backup.example.no" });
    expect(await valuesOf(gigahost, "@", "MX")).toEqual(["10 mail.example.no."]);
  });

  it("what isn't there is said before anything is sent", async () => {
    const { simulator, gigahost } = await start([["home", "A", "192.0.2.1"]]);
    const record = { name: "home", type: "A", value: "192.0.2.7" };
    expect(await failureOf(deleteRecord(gigahost, zoneId, record))).toBeInstanceOf(NotFoundError);
    expect(await failureOf(deleteRrset(gigahost, zoneId, { name: "gone", type: "A" }))).toBeInstanceOf(NotFoundError);
    expect(writesTo(simulator)).toEqual([]);
  });

  it("a whole set goes by its own name, in one request", async () => {
    const { simulator, gigahost } = await start(threeAddresses.map((value) => ["home", "A", value]));
    const gone = await deleteRrset(gigahost, zoneId, { name: "home", type: "A" });
    expect(gone.map(({ value }) => value).sort()).toEqual(threeAddresses);
    expect(writesTo(simulator)).toEqual(["DELETE"]);
    expect(await valuesOf(gigahost, "home", "A")).toEqual([]);
  });

  it("that has no effect is said", async () => {
    const { simulator, gigahost } = await start([["home", "A", "192.0.2.1"]]);
    simulator.faults.inject({ kind: "no-effect" }, { route: "DELETE /dns/zones/{zone_id}/records/{record_id}" });
    const error = await failureOf(deleteRecord(gigahost, zoneId, { name: "home", type: "A", value: "192.0.2.1" }));
    expect(error).toBeInstanceOf(ConfirmationError);
  });
});

describe("a zone file", () => {
  const zone = { zoneId, zoneName: "example.no" };

  it("that was exported imports without a change", async () => {
    const { simulator, gigahost } = await start([
      ["@", "MX", "10 mail.example.no"],
      ["www", "CNAME", "example.no"],
      ["@", "TXT", "v=spf1 mx -all"],
      ["home", "AAAA", "2001:db8::1"],
      ["_sip._tcp", "SRV", "10 5 5060 sip.example.no."],
    ]);
    const text = await exportZone(gigahost, zone);
    expect(text).toContain("@\t3600\tIN\tMX\t10 mail.example.no.\n");
    expect(await importZone(gigahost, { ...zone, text, replace: true })).toMatchObject({
      set: [],
      remove: [],
      removed: [],
    });
    expect(writesTo(simulator)).toEqual([]);
  });

  it("is made so, and what it doesn't have stays unless it is to go", async () => {
    const { gigahost } = await start([
      ["home", "A", "192.0.2.1"],
      ["old", "A", "192.0.2.8"],
    ]);
    const text = "$TTL 300\nhome A 192.0.2.2\nnew A 192.0.2.3\n A 192.0.2.4\n@ NS ns.elsewhere.net.\n";
    const plan = await planImport(gigahost, { ...zone, text });
    expect(plan.removed.map(({ value }) => value)).toEqual(["192.0.2.1"]);
    await importZone(gigahost, { ...zone, text });
    expect(await valuesOf(gigahost, "new", "A")).toEqual(["192.0.2.3", "192.0.2.4"]);
    expect(await valuesOf(gigahost, "old", "A")).toEqual(["192.0.2.8"]);
    expect(await valuesOf(gigahost, "@", "NS")).toHaveLength(3);
    await importZone(gigahost, { ...zone, text, replace: true });
    expect(await valuesOf(gigahost, "old", "A")).toEqual([]);
    expect(await valuesOf(gigahost, "@", "NS")).toHaveLength(3);
  });

  it("with mistakes changes nothing and names every line", async () => {
    const { simulator, gigahost } = await start([]);
    const text = "home A 192.0.2.1\n$INCLUDE x\nother.net. A 192.0.2.1\n";
    const error = await failureOf(importZone(gigahost, { ...zone, text }));
    expect(error.message).toContain("line 2: $INCLUDE is not supported");
    expect(error.message).toContain("line 3: other.net is not in example.no");
    expect(simulator.requests).toEqual([]);
  });
});
