import { describe, expect, it } from "vitest";
import { defaultAccount } from "../../../src/simulator/simulator-options.ts";
import { ask, basic, simulated } from "../simulated.ts";

const user = basic(defaultAccount.username, defaultAccount.password);

describe("the dyndns endpoint", () => {
  it("creates a missing record with a TTL of 60 s, and says nochg the second time", async () => {
    const simulator = await simulated();
    const first = await ask(simulator, "GET /dns/dyndns?hostname=home.example.no&myip=192.0.2.1", {
      authorization: user,
    });
    expect(first).toMatchObject({ status: 200, text: "good 192.0.2.1\n" });
    expect(first.headers.get("content-type")).toMatch(/^text\/plain/u);
    expect(simulator.store.zones.records("home.example.no", "A")).toMatchObject([{ value: "192.0.2.1", ttl: 60 }]);
    expect((await ask(simulator, "GET /dns/dyndns?hostname=home.example.no&myip=192.0.2.1")).text).toBe(
      "nochg 192.0.2.1\n",
    );
  });

  it("answers one line per hostname, in their order", async () => {
    const simulator = await simulated();
    const path = "/dns/dyndns?hostname=a.example.no,b.elsewhere.no,c,d.example.no&myip=192.0.2.1&system=dyndns";
    const { text } = await ask(simulator, `GET ${path}`);
    expect(text).toBe("good 192.0.2.1\nnohost\nnotfqdn\ngood 192.0.2.1\n");
  });

  it.each(["myip=192.0.2.1&myipv6=2001:db8::1", "myip=192.0.2.1&myipv6=2001%3adb8%3a%3a1"])(
    "sets both addresses with %s",
    async (query) => {
      const simulator = await simulated();
      await ask(simulator, `GET /dns/dyndns?hostname=home.example.no&${query}`);
      expect(simulator.store.zones.values("home.example.no", "A")).toEqual(["192.0.2.1"]);
      expect(simulator.store.zones.values("home.example.no", "AAAA")).toEqual(["2001:db8::1"]);
    },
  );

  it.each(["", "&myipv6=2001:db8::1"])("takes the source address where myip is not given: %s", async (query) => {
    const simulator = await simulated();
    await ask(simulator, `GET /dns/dyndns?hostname=home.example.no${query}`);
    expect(simulator.store.zones.values("home.example.no", "A")).toEqual(["127.0.0.1"]);
  });

  it.each([
    "myip=999.1.1.1",
    "myip=192.0.2.1&myipv6=zz",
    "myip=",
    "myip=2001:db8::1",
    "myip=192.0.2.1,2001:db8::1",
    "myipv6=192.0.2.1",
  ])("calls an address that is none, or in the wrong place, badagent: %s", async (query) => {
    const simulator = await simulated();
    const { text } = await ask(simulator, `GET /dns/dyndns?hostname=a.example.no,b.example.no&${query}`);
    expect(text).toBe("badagent\nbadagent\n");
  });

  it("says badauth once for all hostnames, numhost for too many, notfqdn for none", async () => {
    const simulator = await simulated();
    const wrong = { authorization: basic(defaultAccount.username, "wrong") };
    expect((await ask(simulator, "GET /dns/dyndns?hostname=a.example.no,b.example.no", wrong)).text).toBe("badauth\n");
    const many = Array.from({ length: 21 }, (_, index) => `h${index}.example.no`).join(",");
    expect((await ask(simulator, `GET /dns/dyndns?hostname=${many}&myip=192.0.2.1`)).text).toBe("numhost\n");
    expect((await ask(simulator, "GET /dns/dyndns?myip=192.0.2.1")).text).toBe("notfqdn\n");
  });

  it.each(["myip=192.0.2.1,2001:db8::1", "myip=2001:db8::1&myipv6=192.0.2.1"])(
    "can take any address in either place: %s",
    async (query) => {
      const simulator = await simulated({ habits: { dyndnsTakesAnyAddress: true } });
      await ask(simulator, `GET /dns/dyndns?hostname=home.example.no&${query}`);
      expect(simulator.store.zones.values("home.example.no", "A")).toEqual(["192.0.2.1"]);
      expect(simulator.store.zones.values("home.example.no", "AAAA")).toEqual(["2001:db8::1"]);
    },
  );

  it.each([401, 200])("answers a refused credential with %i", async (dyndnsBadauthStatus) => {
    const simulator = await simulated({ habits: { dyndnsBadauthStatus } });
    const authorization = basic(defaultAccount.username, "wrong");
    const path = "GET /dns/dyndns?hostname=a.example.no&myip=192.0.2.1";
    expect(await ask(simulator, path, { authorization })).toMatchObject({
      status: dyndnsBadauthStatus,
      text: "badauth\n",
    });
  });

  it("can answer one unknown hostname with a single nohost for all, and do nothing", async () => {
    const simulator = await simulated({ habits: { dyndnsNohost: "one-for-all" } });
    const path = "GET /dns/dyndns?hostname=a.example.no,b.elsewhere.no&myip=192.0.2.1";
    expect((await ask(simulator, path)).text).toBe("nohost\n");
    expect(simulator.store.zones.values("a.example.no", "A")).toEqual([]);
  });

  it("keeps a key to its zones", async () => {
    const secret = `flux_live_${"a".repeat(64)}`;
    const permissions = { dns: { mode: "rw", all: false, ids: [2] } } as const;
    const zones = [
      { name: "one.no", id: "1" },
      { name: "two.no", id: "2" },
    ];
    const simulator = await simulated({ zones, apiKeys: [{ secret, permissions }] });
    const authorization = `Bearer ${secret}`;
    const { text } = await ask(simulator, "GET /dns/dyndns?hostname=h.one.no,h.two.no&myip=192.0.2.1", {
      authorization,
    });
    expect(text).toBe("nohost\ngood 192.0.2.1\n");
  });

  it.each([
    ["two-lines", "good 192.0.2.1\ngood 2001:db8::1\n"],
    ["comma", "good 192.0.2.1,2001:db8::1\n"],
    ["space", "good 192.0.2.1 2001:db8::1\n"],
    ["only-ipv6", "good 2001:db8::1\n"],
    ["word-only", "good\n"],
    ["uppercase", "GOOD 192.0.2.1\n"],
    ["crlf", "good 192.0.2.1\r\n"],
    ["missing-line", ""],
    ["extra-line", "good 192.0.2.1\ngood 192.0.2.255\n"],
  ] as const)("can word a dual-stack answer as %s", async (form, expected) => {
    const simulator = await simulated({ habits: { dyndnsForm: form } });
    const { text } = await ask(simulator, "GET /dns/dyndns?hostname=home.example.no&myip=192.0.2.1&myipv6=2001:db8::1");
    expect(text).toBe(expected);
  });
});
