import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { type Asked, ask, simulated } from "../simulated.ts";

const records = [
  { name: "three", type: "A", value: "192.0.2.1" },
  { name: "three", type: "A", value: "192.0.2.2" },
  { name: "three", type: "A", value: "192.0.2.3" },
  { name: "@", type: "MX", value: "mail.example.no", priority: 10 },
  { name: "www", type: "CNAME", value: "three.example.no" },
];

interface Listed {
  record_id: string;
  record_name: string;
  record_type: string;
  record_value: string;
  record_ttl: number | string;
  record_priority: number | string | null;
}

async function start(habits = {}): Promise<Simulator> {
  return simulated({ zones: [{ name: "example.no", id: "7", records }], habits: { zoneWriteMs: 5, ...habits } });
}

async function list(simulator: Simulator): Promise<Listed[]> {
  return (await ask(simulator, "GET /dns/zones/7/records")).json.data;
}

const create = (simulator: Simulator, body: object): Promise<Asked> =>
  ask(simulator, "POST /dns/zones/7/records", { body });

describe("the record list", () => {
  it("holds SOA and NS, relative names, ids of 32 hex digits, and numbers that are sometimes text", async () => {
    const simulator = await start();
    simulator.store.zones.set(
      "many.example.no",
      "A",
      Array.from({ length: 50 }, (_, index) => `192.0.2.${index}`),
    );
    const listed = await list(simulator);
    expect(listed.map((record) => record.record_type)).toEqual(expect.arrayContaining(["SOA", "NS", "MX"]));
    expect(listed.find((record) => record.record_type === "MX")).toMatchObject({ record_name: "@" });
    expect(listed.every((record) => /^[0-9a-f]{32}$/u.test(record.record_id))).toBe(true);
    expect(new Set(listed.map((record) => typeof record.record_ttl))).toEqual(new Set(["number", "string"]));
  });

  it("shows targets with a final dot or without, as its habit is", async () => {
    const target = (listed: Listed[]) => listed.find((record) => record.record_type === "CNAME")?.record_value;
    expect(target(await list(await start()))).toBe("three.example.no");
    expect(target(await list(await start({ trailingDots: "always" })))).toBe("three.example.no.");
  });
});

const wrong: readonly (readonly [body: object, since: string])[] = [
  [{ record_value: "not an address" }, "A needs an IPv4 address"],
  [{ record_type: "AAAA", record_value: "192.0.2.1" }, "AAAA needs an IPv6 address"],
  [{ record_type: "MX", record_value: "mail.example.no" }, "MX needs a priority"],
  [{ record_type: "MX", record_value: ".", record_priority: 0 }, "null MX is refused"],
  [{ record_type: "TXT", record_value: "x".repeat(256) }, "a long TXT comes in chunks"],
  [{ record_type: "NONSENSE", record_value: "x" }, "the type is known"],
  [{ record_name: "three", record_value: "192.0.2.1" }, "nothing is there twice"],
  [{ record_name: "www", record_value: "192.0.2.1" }, "nothing stands beside a CNAME"],
  [{ record_name: "three", record_type: "CNAME", record_value: "a.example" }, "a CNAME stands alone"],
  [{ record_ttl: 60 }, "the value is required"],
  [{ record_value: "192.0.2.9", record_vlue: "x" }, "every field is known"],
];

describe("creating a record", () => {
  it("answers 201 with an empty array and no id", async () => {
    const simulator = await start();
    const answer = await create(simulator, {
      record_name: "Home",
      record_type: "AAAA",
      record_value: "2001:DB8:0:0::1",
    });
    expect(answer.status).toBe(201);
    expect(answer.json.data).toEqual([]);
    expect(await list(simulator)).toContainEqual(
      expect.objectContaining({ record_name: "home", record_value: "2001:db8::1" }),
    );
  });

  it.each(wrong)("refuses %j, since %s", async (body) => {
    const simulator = await start();
    const answer = await create(simulator, body);
    expect(answer.json).toMatchObject({ meta: { status: 400, message: expect.any(String) }, data: [] });
  });

  it("takes a TXT in quotes as without, and gives a long one back in chunks", async () => {
    const simulator = await start();
    await create(simulator, { record_name: "short", record_type: "TXT", record_value: '"v=spf1 -all"' });
    const chunked = `"${"a".repeat(255)}" "${"b".repeat(45)}"`;
    await create(simulator, { record_name: "long", record_type: "TXT", record_value: chunked });
    expect(simulator.store.zones.values("short.example.no", "TXT")).toEqual(["v=spf1 -all"]);
    expect(simulator.store.zones.values("long.example.no", "TXT")).toEqual([chunked]);
  });

  it("replaces the whole set where it is NAPTR", async () => {
    const simulator = await start();
    const naptr = { record_name: "enum", record_type: "NAPTR" };
    await create(simulator, { ...naptr, record_value: '10 10 "u" "E2U+sip" "!^.*$!sip:a@example.no!" .' });
    await create(simulator, { ...naptr, record_value: '20 10 "u" "E2U+sip" "!^.*$!sip:b@example.no!" .' });
    expect(simulator.store.zones.values("enum.example.no", "NAPTR")).toHaveLength(1);
  });
});

describe("replacing a record", () => {
  it("makes what isn't sent the default, and gives the record another id", async () => {
    const simulator = await start();
    const old = (await list(simulator)).find((record) => record.record_value === "192.0.2.1");
    const path = `PUT /dns/zones/7/records/${old?.record_id}`;
    expect((await ask(simulator, path, { body: { record_value: "192.0.2.9" } })).status).toBe(200);
    expect(simulator.store.zones.values("example.no", "A")).toEqual(["192.0.2.9"]);
    expect(simulator.store.zones.values("three.example.no", "A")).toEqual(["192.0.2.2", "192.0.2.3"]);
    expect((await ask(simulator, path, { body: { record_value: "192.0.2.8" } })).status).toBe(404);
  });
});

describe("deleting a record", () => {
  it("ignores the id and takes the whole set when no value is named", async () => {
    const simulator = await start();
    const one = (await list(simulator)).find((record) => record.record_value === "192.0.2.2");
    await ask(simulator, `DELETE /dns/zones/7/records/${one?.record_id}?name=three&type=A`);
    expect(simulator.store.zones.values("three.example.no", "A")).toEqual([]);
  });

  it("takes only the value that is named, whatever the id", async () => {
    const simulator = await start();
    const path = "DELETE /dns/zones/7/records/anything?name=three&type=A&value=192.0.2.2";
    expect((await ask(simulator, path)).status).toBe(200);
    expect(simulator.store.zones.values("three.example.no", "A")).toEqual(["192.0.2.1", "192.0.2.3"]);
    expect((await ask(simulator, path)).status).toBe(404);
  });

  it("wants an MX named with its priority and a final dot", async () => {
    const simulator = await start();
    const path = "DELETE /dns/zones/7/records/x?name=@&type=MX&value=";
    expect((await ask(simulator, `${path}mail.example.no`)).status).toBe(404);
    expect((await ask(simulator, `${path}10%20mail.example.no.`)).status).toBe(200);
  });

  it("refuses without name and type, and never touches the SOA", async () => {
    const simulator = await start();
    expect((await ask(simulator, "DELETE /dns/zones/7/records/x?name=three")).status).toBe(400);
    expect((await ask(simulator, "DELETE /dns/zones/7/records/x?name=@&type=SOA")).status).toBe(400);
  });
});

describe("two writes to one zone", () => {
  it("at the same time: the second gets 500 and does nothing", async () => {
    const simulator = await start({ zoneWriteMs: 150 });
    const answers = await Promise.all([
      create(simulator, { record_name: "one", record_value: "192.0.2.1" }),
      create(simulator, { record_name: "two", record_value: "192.0.2.2" }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 500]);
    const written = ["one", "two"].flatMap((name) => simulator.store.zones.values(`${name}.example.no`, "A"));
    expect(written).toHaveLength(1);
  });

  it("one after the other both succeed", async () => {
    const simulator = await start();
    expect((await create(simulator, { record_name: "one", record_value: "192.0.2.1" })).status).toBe(201);
    expect((await create(simulator, { record_name: "two", record_value: "192.0.2.2" })).status).toBe(201);
  });
});
