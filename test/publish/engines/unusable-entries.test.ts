import { afterEach, describe, expect, it } from "vitest";
import { type Loopback, serve } from "../../api/loopback.ts";
import { v4 } from "../facts.ts";
import { group, publish, recordsEngine, said } from "./simulated-engines.ts";

type Entries = readonly unknown[];
const zoneA = { zone_id: 1, zone_name: "a.no" };
const zoneB = { zone_id: 2, zone_name: "b.no" };
const record = (name: unknown, value = v4) => ({
  record_id: "r",
  ...{ record_name: name, record_type: "A", record_value: value, record_ttl: 60 },
});

let server: Loopback;
afterEach(() => server.close());

async function publishWith(hostnames: readonly string[], zones: Entries, records: Readonly<Record<string, Entries>>) {
  server = await serve(({ url }, response) => {
    const zone = /\/zones\/([^/]+)\/records/.exec(url)?.[1];
    response.end(JSON.stringify({ meta: { status: 200 }, data: zone === undefined ? zones : records[zone] }));
  });
  return said((await publish(recordsEngine(server), group(hostnames))).answers).toSorted();
}

describe("an entry of a list that can't be used", () => {
  it.each([
    ["without an id", { zone_id: null, zone_name: "c.no" }],
    ["with an id that is none", { zone_id: {}, zone_name: "c.no" }],
    ["that is nothing", null],
  ])("keeps no hostname of another zone: a zone %s", async (_, broken) => {
    const answers = await publishWith(["www.a.no", "www.c.no"], [broken, zoneA], { 1: [record("www")] });
    expect(answers).toEqual(["www.a.no ipv4 nochg", "www.c.no ipv4 unparseable"]);
  });

  it("is the hostname's own where it has the longest name", async () => {
    const deep = { zone_id: "", zone_name: "deep.a.no" };
    const answers = await publishWith(["www.a.no", "www.deep.a.no"], [zoneA, deep], { 1: [record("www")] });
    expect(answers).toEqual(["www.a.no ipv4 nochg", "www.deep.a.no ipv4 unparseable"]);
  });

  it("keeps only the name that it tells: a record without an id", async () => {
    const records = [record("www"), { ...record("nas"), record_id: null }];
    const answers = await publishWith(["www.a.no", "nas.a.no"], [zoneA], { 1: records });
    expect(answers).toEqual(["nas.a.no ipv4 unparseable", "www.a.no ipv4 nochg"]);
  });

  it("keeps only its zone where it tells nothing", async () => {
    const records = { 1: [record("www"), null], 2: [record("www")] };
    const answers = await publishWith(["www.a.no", "www.b.no"], [zoneA, zoneB], records);
    expect(answers).toEqual(["www.a.no ipv4 unparseable", "www.b.no ipv4 nochg"]);
  });

  it("is not a hold where a list is empty without saying so", async () => {
    server = await serve((_, response) => void response.end("{}"));
    const { answers } = await publish(recordsEngine(server), group(["www.a.no"]));
    expect(answers).toMatchObject([{ result: "unparseable", consequence: "back-off" }]);
  });
});
