import { describe, expect, it } from "vitest";
import {
  ConfirmationError,
  exportZone,
  InputError,
  importZone,
  listRecords,
  planImport,
  ServerError,
} from "../../../../src/index.ts";
import { defaultApiKey, type SimulatorOptions } from "../../../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../../../src/simulator/start-simulator.ts";
import { simulated } from "../../../simulator/simulated.ts";
import { clientOf, failureOf } from "../../loopback.ts";

const zone = { zoneId: "7", zoneName: "example.no" };
const tenHosts = Array.from({ length: 10 }, (_, index) => ({
  name: `h${index}`,
  type: "A",
  value: `192.0.2.${index}`,
}));

type Seeds = readonly { name: string; type: string; value: string; priority?: number }[];

async function start(records: Seeds = tenHosts, habits: SimulatorOptions["habits"] = {}) {
  const simulator = await simulated({ zones: [{ name: "example.no", id: "7", records }], habits });
  return { simulator, gigahost: clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey }) };
}

const writes = ({ requests }: Simulator) => requests.filter(({ method }) => method !== "GET");
const looks = ({ requests }: Simulator) =>
  requests.filter(({ method, path }) => method === "GET" && /records/.test(path));
const problemsOf = (error: Error) => (error as InputError).problems; // it is one, or the test fails with its message

describe("an import", () => {
  it("names every line that the server would refuse before anything is written, also when only planned", async () => {
    const { simulator, gigahost } = await start();
    const label = "x".repeat(64);
    const text = `$TTL 300
new A 192.0.2.99
a A 192.0.2.300
b AAAA 192.0.2.1
c MX mail
d MX 0 .
e CNAME a
e A 192.0.2.1
f CNAME a
f CNAME b
${label} A 192.0.2.1
g SSHFP 1 1 abcd
h TXT ""
i TXT "say \\"hi\\""
j TXT " blank"
k CAA 0 issue "ca.example; account=1"
l SRV 0 0 0 .
m 0 A 192.0.2.1
n NAPTR 1 1 "u" "a" "" .
n NAPTR 2 1 "u" "a" "" .
o A 192.0.2.1 192.0.2.2
p\\032q A 192.0.2.1
@ CNAME a
r HTTPS 1 . alpn="h2,h3"
`;
    const fromPlan = await failureOf(planImport(gigahost, { ...zone, text: text.replace(/^x{64}.*\n/m, "") }));
    const error = await failureOf(importZone(gigahost, { ...zone, text, replace: true }));
    const linesOf = (failure: Error) =>
      new Set(problemsOf(failure).map((problem) => Number(/^line (\d+): /.exec(problem)?.[1])));
    // What can't be read hides nothing of what can and would be refused.
    expect([...linesOf(error)]).toEqual([3, 4, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24]);
    expect([...linesOf(fromPlan)]).toEqual([3, 4, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23]);
    expect(writes(simulator)).toEqual([]);
    expect(fromPlan).toBeInstanceOf(InputError);
  });

  it("leaves alone what is there already, though the server would not take it now", async () => {
    const { simulator, gigahost } = await start([{ name: "t", type: "TXT", value: 'say \\"hi\\" there' }]);
    const text = await exportZone(gigahost, zone);
    expect(await importZone(gigahost, { ...zone, text, replace: true })).toMatchObject({ steps: [], unchanged: 1 });
    expect(writes(simulator)).toEqual([]);
  });

  it("writes first and deletes last, so that a failure on the way loses nothing, and says how far it came", async () => {
    const { simulator, gigahost } = await start();
    const text = tenHosts
      .map(({ name }, index) => (index < 8 ? `${name} 3600 A 192.0.2.${100 + index}\n` : ""))
      .join("");
    // The fourth write of the ten fails, and goes on failing.
    const route = "PUT /dns/zones/{zone_id}/records/{record_id}";
    const onStep = (_: string, count: number) => {
      if (count === 3) simulator.faults.inject({ kind: "html", status: 502 }, { route, times: 9 });
    };
    const error = await failureOf(importZone(gigahost, { ...zone, text, replace: true }, { retries: 0, onStep }));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toMatch(/3 of 10 changes were made, it stopped at h3 A; importing the same file again/);
    const replaced = [0, 1, 2].map((n) => `replaced h${n} A 192.0.2.${n} with 192.0.2.${100 + n}`);
    expect(error).toMatchObject({ stepsDone: replaced });
    expect((await listRecords(gigahost, "7")).filter(({ type }) => type === "A")).toHaveLength(10);
    simulator.faults.clear();
    await importZone(gigahost, { ...zone, text, replace: true });
    expect(
      (await listRecords(gigahost, "7")).filter(({ type }) => type === "A").map(({ value }) => value),
    ).toHaveLength(8);
  });

  it("looks at the zone once before and once after, however many records it writes", async () => {
    const { simulator, gigahost } = await start([]);
    const text = Array.from({ length: 30 }, (_, index) => `n${index} 60 A 192.0.2.${index}\n`).join("");
    await importZone(gigahost, { ...zone, text });
    expect([writes(simulator).length, looks(simulator).length]).toEqual([30, 2]);
  });

  it("reads a write back whose answer was a 5xx before it is called a failure", async () => {
    const { simulator, gigahost } = await start([]);
    simulator.faults.inject(
      { kind: "html", status: 502 },
      { route: "POST /dns/zones/{zone_id}/records", times: 1, afterEffect: true },
    );
    await importZone(gigahost, { ...zone, text: "a 60 A 192.0.2.1\nb 60 A 192.0.2.2\n" }, { retries: 0 });
    expect(writes(simulator).map(({ method }) => method)).toEqual(["POST", "POST"]);
  });

  it("deletes more than 30 % of a zone, or takes a file without records, only when that was said", async () => {
    const { simulator, gigahost } = await start();
    const seven = tenHosts
      .slice(0, 7)
      .map(({ name, value }) => `${name} 3600 A ${value}\n`)
      .join("");
    const six = tenHosts
      .slice(0, 6)
      .map(({ name, value }) => `${name} 3600 A ${value}\n`)
      .join("");
    const refused = await failureOf(importZone(gigahost, { ...zone, text: six, replace: true }));
    expect(refused.message).toContain(
      "it would delete 4 of the zone's 10 records (40 %), and at most 30 % may be deleted",
    );
    for (const text of ["", "; nothing\n"]) {
      for (const replace of [true, false])
        expect(await failureOf(importZone(gigahost, { ...zone, text, replace }))).toBeInstanceOf(InputError);
    }
    expect(writes(simulator)).toEqual([]);
    await importZone(gigahost, { ...zone, text: seven, replace: true });
    await importZone(gigahost, { ...zone, text: "", replace: true }, { maxDeletesPercent: 100 });
    expect((await listRecords(gigahost, "7")).filter(({ type }) => type === "A")).toEqual([]);
  });

  it("exchanges a CNAME and other records at one name, deleting early only there", async () => {
    const { simulator, gigahost } = await start([
      { name: "a", type: "CNAME", value: "b.example.no" },
      { name: "b", type: "A", value: "192.0.2.1" },
      { name: "c", type: "A", value: "192.0.2.2" },
    ]);
    const text = "a 60 A 192.0.2.9\nb 60 CNAME a\nd 60 A 192.0.2.4\n";
    const beside = await failureOf(importZone(gigahost, { ...zone, text }));
    expect(problemsOf(beside)).toEqual([
      expect.stringContaining("line 1: a has CNAME records in the zone"),
      expect.stringContaining("line 2: b has A records in the zone"),
    ]);
    await importZone(gigahost, { ...zone, text, replace: true }, { maxDeletesPercent: 100 });
    expect(writes(simulator).map(({ method }) => method)).toEqual([
      "POST",
      "DELETE",
      "POST",
      "DELETE",
      "POST",
      "DELETE",
    ]);
    const now = (await listRecords(gigahost, "7")).filter(({ name }) => name !== "@");
    expect(now.map(({ name, type, value }) => `${name} ${type} ${value}`).sort()).toEqual([
      "a A 192.0.2.9",
      "b CNAME a.example.no.",
      "d A 192.0.2.4",
    ]);
  });

  it("says what the server didn't do, or lists in other words", async () => {
    const { simulator, gigahost } = await start([]);
    simulator.faults.inject({ kind: "no-effect" }, { route: "POST /dns/zones/{zone_id}/records", times: 1 });
    const error = await failureOf(importZone(gigahost, { ...zone, text: "a 60 A 192.0.2.1\n" }));
    expect(error).toBeInstanceOf(ConfirmationError);
    expect(error.message).toContain("added a A 192.0.2.1, but lists none");
  });

  it("takes a zone named in any form", async () => {
    for (const zoneName of ["EXAMPLE.no", "example.no."]) {
      const { gigahost } = await start([]);
      await importZone(gigahost, { zoneId: "7", zoneName, text: "www 60 A 192.0.2.1\n" });
      expect((await listRecords(gigahost, "7")).map(({ name }) => name)).toContain("www");
    }
  });

  it("skips what a signer wrote, and tells it", async () => {
    const { gigahost } = await start([]);
    const text = "a 60 A 192.0.2.1\na 60 RRSIG A 13 3 60 20260101000000 20250101000000 1 example.no. abcd\n";
    expect(await importZone(gigahost, { ...zone, text })).toMatchObject({ skipped: [{ line: 2, type: "RRSIG" }] });
  });
});
