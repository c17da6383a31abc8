import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/platform/clock.ts";
import { ask, basic, simulated } from "./simulated.ts";

const accounts = [
  { username: "ola+dns@example.no", password: "p:ass wørd" },
  { username: "kari@example.no", password: "secret", twoFactorCode: "012345" },
];

const limited = `flux_live_${"b".repeat(64)}`;
const reading = `flux_live_${"c".repeat(64)}`;
const apiKeys = [
  { secret: limited, permissions: { dns: { mode: "rw", all: false, ids: [2] } } },
  { secret: reading, permissions: { dns: { mode: "r", all: true }, account: { mode: "r" } } },
] as const;
const zones = [
  { name: "one.no", id: "1" },
  { name: "two.no", id: "2" },
];

function clockAt(start: number): Clock & { nowMs: number } {
  return {
    nowMs: start,
    wallMs() {
      return this.nowMs;
    },
    steadyMs() {
      return this.nowMs;
    },
    sleep: () => Promise.resolve(),
  };
}

describe("Basic", () => {
  it("takes any character in name and password, and the colon only once", async () => {
    const simulator = await simulated({ accounts });
    expect(
      (await ask(simulator, "GET /account", { authorization: basic("ola+dns@example.no", "p:ass wørd") })).status,
    ).toBe(200);
    expect(
      (await ask(simulator, "GET /account", { authorization: basic("ola%2Bdns%40example.no", "p:ass wørd") })).status,
    ).toBe(401);
  });

  it("is refused where a second factor is set", async () => {
    const simulator = await simulated({ accounts });
    const authorization = basic("kari@example.no", "secret");
    expect((await ask(simulator, "GET /dns/zones", { authorization })).status).toBe(401);
    expect((await ask(simulator, "GET /dns/dyndns?hostname=a.example.no", { authorization })).text).toBe("badauth\n");
  });
});

describe("a session", () => {
  const login = { username: "kari@example.no", password: "secret" };

  it("opens with the code as text, which keeps its leading zero, and not with the number", async () => {
    const simulator = await simulated({ accounts });
    const withText = await ask(simulator, "POST /authenticate", {
      body: { ...login, code: "012345" },
      authorization: null,
    });
    expect(withText.json.data).toMatchObject({ token: expect.any(String), token_expire: expect.any(Number) });
    const withNumber = await ask(simulator, "POST /authenticate", {
      body: { ...login, code: 12345 },
      authorization: null,
    });
    expect(withNumber.json).toMatchObject({
      meta: { status: 401, status_message: "401 Unauthorized", message: "401 Unauthorized" },
      data: [],
    });
  });

  it("ends when it is over", async () => {
    const clock = clockAt(Date.UTC(2026, 0, 1));
    const simulator = await simulated({ accounts, clock, zones: [], habits: { tokenLifetimeS: 60 } });
    const { json } = await ask(simulator, "POST /authenticate", {
      body: { ...login, code: "012345" },
      authorization: null,
    });
    const authorization = `Bearer ${json.data.token}`;
    expect(json.data.token_expire).toBe(clock.nowMs / 1000 + 60);
    expect((await ask(simulator, "GET /dns/zones", { authorization })).status).toBe(200);
    clock.nowMs += 60_000;
    expect((await ask(simulator, "GET /dns/zones", { authorization })).status).toBe(401);
  });
});

describe("an API key", () => {
  it("sees and touches only the zones it is limited to", async () => {
    const simulator = await simulated({ apiKeys, zones });
    const authorization = `Bearer ${limited}`;
    const { json } = await ask(simulator, "GET /dns/zones", { authorization });
    expect(json.data).toMatchObject([{ zone_name: "two.no" }]);
    expect((await ask(simulator, "GET /dns/zones/1/records", { authorization })).status).toBe(403);
    expect((await ask(simulator, "GET /dns/zones/2/records", { authorization })).status).toBe(200);
    expect((await ask(simulator, "POST /dns/zones", { authorization, body: { zone_name: "new.no" } })).status).toBe(
      403,
    );
    expect((await ask(simulator, "GET /servers", { authorization })).status).toBe(403);
  });

  it("that may only read can't write, nor update by GET", async () => {
    const simulator = await simulated({ apiKeys, zones });
    const authorization = `Bearer ${reading}`;
    const body = { record_value: "192.0.2.1" };
    expect((await ask(simulator, "POST /dns/zones/1/records", { authorization, body })).status).toBe(403);
    expect((await ask(simulator, "GET /dns/dyndns?hostname=a.one.no&myip=192.0.2.1", { authorization })).text).toBe(
      "badauth\n",
    );
  });

  it.each(["/account/apikeys", "/account/apikeys/1", "/account/activity", "/my/account", "/my/invoices"])(
    "never opens %s",
    async (path) => {
      const simulator = await simulated();
      const { status, json } = await ask(simulator, `GET ${path}`);
      expect(status).toBe(403);
      expect(json.meta.message).toBe("You do not have permission for this operation.");
    },
  );

  it("can be refused by dyndns alone", async () => {
    const simulator = await simulated({ habits: { dyndnsAcceptsApiKeys: false } });
    expect((await ask(simulator, "GET /dns/dyndns?hostname=a.example.no&myip=192.0.2.1")).text).toBe("badauth\n");
    expect((await ask(simulator, "GET /dns/zones")).status).toBe(200);
  });

  it("tells its secret once, dies by rotation and revocation, and logs its use", async () => {
    const simulator = await simulated({ accounts: [{ username: "o", password: "p" }], apiKeys: [] });
    const authorization = basic("o", "p");
    const body = { label: "CI", permissions: { dns: { mode: "rw", all: true } } };
    const made = await ask(simulator, "POST /account/apikeys", { authorization, body });
    const { secret, prefix } = made.json.data;
    expect(secret).toMatch(/^flux_live_[0-9a-f]{64}$/u);
    expect((await ask(simulator, "GET /dns/zones", { authorization: `Bearer ${secret}` })).status).toBe(200);
    const { json } = await ask(simulator, "GET /account/apikeys", { authorization });
    expect(json.data).toMatchObject([{ key_prefix: prefix, last_used_ip: "127.0.0.1" }]);
    expect(JSON.stringify(json)).not.toContain(secret);
    expect((await ask(simulator, "GET /account/apikeys/1/log?limit=1", { authorization })).json.data).toHaveLength(1);
    const rotated = await ask(simulator, "POST /account/apikeys/1/rotate", { authorization });
    expect((await ask(simulator, "GET /dns/zones", { authorization: `Bearer ${secret}` })).status).toBe(401);
    const fresh = `Bearer ${rotated.json.data.secret}`;
    expect((await ask(simulator, "GET /dns/zones", { authorization: fresh })).status).toBe(200);
    await ask(simulator, "DELETE /account/apikeys/1", { authorization });
    expect((await ask(simulator, "GET /dns/zones", { authorization: fresh })).status).toBe(401);
  });
});

describe("the texts of failures", () => {
  it("are in the language of the user", async () => {
    const simulator = await simulated();
    const english = await ask(simulator, "GET /dns/zones/999/records");
    await ask(simulator, "PUT /account/language", { body: { contact_language: "no" } });
    const norwegian = await ask(simulator, "GET /dns/zones/999/records");
    expect(norwegian.json.meta.message).toMatch(/^Forespørselen/u);
    expect(english.json.meta.message).not.toBe(norwegian.json.meta.message);
  });
});
