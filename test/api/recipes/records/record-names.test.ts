import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConfirmationError,
  deleteRecord,
  deleteRrset,
  exportZone,
  InputError,
  importZone,
  listRecords,
  setRrset,
} from "../../../../src/index.ts";
import { defaultApiKey } from "../../../../src/simulator/simulator-options.ts";
import { simulated } from "../../../simulator/simulated.ts";
import { clientOf, failureOf, serve } from "../../loopback.ts";

async function start() {
  const simulator = await simulated({
    zones: [
      { name: "example.no", id: "7" },
      { name: "copy.no", id: "8" },
    ],
  });
  return { simulator, gigahost: clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey }) };
}

describe("the name that a recipe is given", () => {
  it.each(["www.example.no", "EXAMPLE.no", "a.b.example.no"])(
    "is refused where it could be relative or full: %s",
    async (name) => {
      const { simulator, gigahost } = await start();
      for (const failing of [
        setRrset(gigahost, "7", { name, type: "A", values: ["192.0.2.1"] }),
        deleteRecord(gigahost, "7", { name, type: "A", value: "192.0.2.1" }),
        deleteRrset(gigahost, "7", { name, type: "A" }),
      ]) {
        const error = await failureOf(failing);
        expect(error).toBeInstanceOf(InputError);
        expect(error.message).toContain("is ambiguous in the zone example.no");
      }
      expect(simulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    },
  );

  it.each(["", "  ", "."])("is never nothing: %j", async (name) => {
    const { simulator, gigahost } = await start();
    expect(await failureOf(setRrset(gigahost, "7", { name, type: "A", values: ["192.0.2.1"] }))).toBeInstanceOf(
      InputError,
    );
    expect(await failureOf(deleteRrset(gigahost, "7", { name, type: "NS" }))).toBeInstanceOf(InputError);
    expect(simulator.requests).toEqual([]);
  });

  it("may be relative, with dots too, or full with its final dot", async () => {
    const { simulator, gigahost } = await start();
    for (const name of ["www", "_sip._tcp", "full.example.no.", "example.no."])
      await setRrset(gigahost, "7", { name, type: "A", values: ["192.0.2.1"] });
    const names = (await listRecords(gigahost, "7")).filter(({ type }) => type === "A").map(({ name }) => name);
    expect(names).toEqual(["www", "_sip._tcp", "full", "@"]);
    const elsewhere = await failureOf(deleteRrset(gigahost, "7", { name: "www.elsewhere.net.", type: "A" }));
    expect(elsewhere.message).toContain("is not in the zone example.no");
    expect(simulator.store.zones.values("www.example.no", "A")).toEqual(["192.0.2.1"]);
  });
});

it("values are given as in a zone file, with what the server lists beside", async () => {
  const { gigahost } = await start();
  await setRrset(gigahost, "7", { name: "t", type: "TXT", values: ['"v=spf1 -all"'] });
  const { records } = await setRrset(gigahost, "7", { name: "@", type: "MX", values: ["10 mail.example.no."] });
  expect(records).toMatchObject([{ value: "10 mail.example.no.", priority: 10, listed: { value: "mail.example.no" } }]);
  const texts = (await listRecords(gigahost, "7")).filter(({ type }) => type === "TXT");
  expect(texts).toMatchObject([{ value: '"v=spf1 -all"', listed: { value: "v=spf1 -all" } }]);
});

it("a value that comes back in other words is told, and not set for ever", async () => {
  const listed: unknown[] = [];
  let writes = 0;
  const server = await serve(({ method, body }, response) => {
    if (method !== "GET") {
      writes++;
      listed.push({ ...JSON.parse(body), record_id: String(writes), record_value: "something else" });
    }
    response.end(JSON.stringify({ meta: { status: 200 }, data: method === "GET" ? listed : [] }));
  });
  const gigahost = clientOf(server, { apiKey: defaultApiKey });
  const error = await failureOf(setRrset(gigahost, "7", { name: "t", type: "TXT", values: ["as wanted"] }));
  expect(error).toBeInstanceOf(ConfirmationError);
  expect(error.message).toContain('lists "something else" (TTL 3600) instead');
  expect(writes).toBe(1);
});

const hostname = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 300 })
  .filter((value) => value.trim() === value && !/["\\\p{C}\u2028\u2029]/u.test(value) && value !== "");
const content = fc.oneof(
  fc.record({ type: fc.constant("A"), value: fc.ipV4() }),
  fc.record({ type: fc.constant("AAAA"), value: fc.ipV6() }),
  fc.record({ type: fc.constant("TXT"), value: text }),
  fc.record({
    type: fc.constant("MX"),
    value: hostname.map((host) => `${host}.elsewhere.net`),
    priority: fc.nat({ max: 65_535 }),
  }),
  fc.record({ type: fc.constant("CAA"), value: hostname.map((host) => `0 issue "${host};x=1"`) }),
  fc.record({ type: fc.constant("SRV"), value: hostname.map((host) => `1 2 3 ${host}.`) }),
);

it("a zone that is exported imports into another as it was, and into itself without a change", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ name: hostname, content }), { minLength: 1, maxLength: 12 }),
      async (seeds) => {
        const { simulator, gigahost } = await start();
        const distinct = new Map(
          seeds.map(({ name, content: each }) => [JSON.stringify([name, each]), { name, ...each }]),
        );
        for (const seed of distinct.values())
          await gigahost.dns
            .createRecord({
              zone_id: "7",
              record_name: seed.name,
              record_type: seed.type,
              record_value: Buffer.byteLength(seed.value) > 255 ? `"${seed.value.slice(0, 60)}"` : seed.value,
              ...("priority" in seed ? { record_priority: seed.priority } : {}),
            })
            .catch(() => undefined);
        const file = await exportZone(gigahost, { zoneId: "7", zoneName: "example.no" });
        const own = { zoneId: "7", zoneName: "example.no", text: file, replace: true };
        expect((await importZone(gigahost, own)).steps).toEqual([]);
        const other = file.replaceAll("example.no.", "copy.no.");
        await importZone(gigahost, { zoneId: "8", zoneName: "copy.no", text: other, replace: true });
        const withoutSoa = (zone: string) => zone.replace(/^@\t\d+\tIN\tSOA.*$/m, "");
        const copy = await exportZone(gigahost, { zoneId: "8", zoneName: "copy.no" });
        expect(withoutSoa(copy)).toBe(withoutSoa(other));
        await simulator.close();
      },
    ),
    { numRuns: 15 },
  );
});
