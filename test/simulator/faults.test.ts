import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ask, simulated } from "./simulated.ts";

const update = "GET /dns/dyndns?hostname=a.example.no,b.example.no&myip=192.0.2.1";

describe("faults", () => {
  it("spoil the next answers of their route, as often as was said, and nothing else", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "html", status: 502 }, { route: "GET /dns/dyndns", times: 2 });
    expect((await ask(simulator, "GET /dns/zones")).status).toBe(200);
    const spoilt = await ask(simulator, update);
    expect(spoilt.headers.get("content-type")).toBe("text/html");
    expect(spoilt.text).toContain("502 Bad Gateway");
    expect((await ask(simulator, update)).status).toBe(502);
    expect((await ask(simulator, update)).text).toBe("good 192.0.2.1\ngood 192.0.2.1\n");
    expect(simulator.requests.map((request) => request.status)).toEqual([200, 502, 502, 200]);
  });

  it("keep the operation from taking place, unless only the answer is to be lost", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "reset" });
    await expect(ask(simulator, update)).rejects.toThrow();
    expect(simulator.store.zones.values("a.example.no", "A")).toEqual([]);
    simulator.faults.inject({ kind: "reset" }, { afterEffect: true });
    await expect(ask(simulator, update)).rejects.toThrow();
    expect(simulator.store.zones.values("a.example.no", "A")).toEqual(["192.0.2.1"]);
  });

  it.each([7, "Wed, 21 Oct 2026 07:28:00 GMT", null])("can limit the rate, with Retry-After %s", async (retryAfter) => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "rate-limit", retryAfter });
    const { status, headers } = await ask(simulator, "GET /dns/zones");
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe(retryAfter === null ? null : String(retryAfter));
  });

  it.each([
    [{ kind: "empty" }, 200, ""],
    [{ kind: "word", word: "911" }, 200, "911\n"],
    [{ kind: "word", word: "badauth", status: 401 }, 401, "badauth\n"],
    [{ kind: "form", form: "single-line" }, 200, "good 192.0.2.1\n"],
    [{ kind: "form", form: "uppercase", status: 500 }, 500, "GOOD 192.0.2.1\nGOOD 192.0.2.1\n"],
    [{ kind: "form", status: 403 }, 403, "good 192.0.2.1\ngood 192.0.2.1\n"],
    [{ kind: "body", body: "<p>hello", status: 200 }, 200, "<p>hello"],
    [{ kind: "redirect", location: "http://other.example/" }, 302, ""],
  ] as const)("can answer %j", async (fault, status, text) => {
    const simulator = await simulated();
    simulator.faults.inject(fault);
    expect(await ask(simulator, update)).toMatchObject({ status, text });
  });

  it("can fail in either form of the envelope", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "status", status: 500, message: "Noe gikk galt" });
    simulator.faults.inject({ kind: "status", status: 402, error: "No money" });
    expect((await ask(simulator, "GET /dns/zones")).json.meta.message).toBe("Noe gikk galt");
    expect((await ask(simulator, "GET /dns/zones")).json.meta).toMatchObject({ status: 402, error: "No money" });
  });

  it("can say success and do nothing", async () => {
    const simulator = await simulated({ zones: [{ name: "example.no", id: "1" }] });
    simulator.faults.inject({ kind: "no-effect" });
    const body = { record_name: "a", record_value: "192.0.2.1" };
    expect((await ask(simulator, "POST /dns/zones/1/records", { body })).status).toBe(200);
    expect(simulator.store.zones.values("a.example.no", "A")).toEqual([]);
  });

  it.each([{ kind: "cut" }, { kind: "not-http" }] as const)("can break the answer: %j", async (fault) => {
    const simulator = await simulated();
    simulator.faults.inject(fault);
    await expect(ask(simulator, update)).rejects.toThrow();
  });

  it("can send garbage, too much, and too slowly", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "garbage" });
    simulator.faults.inject({ kind: "oversize", bytes: 1_000_000 });
    simulator.faults.inject({ kind: "drip", everyMs: 5 });
    simulator.faults.inject({ kind: "delay", ms: 100 });
    expect((await ask(simulator, update)).text).not.toMatch(/^[\x20-\x7e\n]*$/u);
    expect((await ask(simulator, update)).text).toHaveLength(1_000_000);
    for (const atLeastMs of [100, 90]) {
      const startedMs = performance.now();
      expect((await ask(simulator, update)).text).toMatch(/^(?:good|nochg) 192\.0\.2\.1\n/u);
      expect(performance.now() - startedMs).toBeGreaterThan(atLeastMs);
    }
  });

  it("can be silent until the client or the simulator ends", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "silence" }, { times: 2 });
    const impatient = fetch(simulator.url, { signal: AbortSignal.timeout(50) });
    await expect(impatient).rejects.toThrow();
    const patient = ask(simulator, "GET /dns/zones");
    const ended = expect(patient).rejects.toThrow();
    await simulator.close();
    await ended;
  });

  it("are over when cleared", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "html", status: 500 }, { times: Number.POSITIVE_INFINITY });
    expect((await ask(simulator, "GET /dns/zones")).status).toBe(500);
    simulator.faults.clear();
    expect((await ask(simulator, "GET /dns/zones")).status).toBe(200);
  });
});

describe("the server", () => {
  it("limits the rate by its habit and says how long to wait", async () => {
    const simulator = await simulated({ habits: { rateLimit: { requests: 2, perMs: 5000 } } });
    const answers = [
      await ask(simulator, "GET /dns/zones"),
      await ask(simulator, update),
      await ask(simulator, update),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("can leave meta out", async () => {
    const simulator = await simulated({ habits: { withoutMeta: true } });
    expect(Object.keys((await ask(simulator, "GET /dns/zones")).json)).toEqual(["data"]);
  });

  it("answers what it doesn't know in the envelope", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "GET /nowhere")).json).toMatchObject({ meta: { status: 404 }, data: [] });
    expect((await ask(simulator, "PUT /dns/zones", { body: {} })).json).toMatchObject({ meta: { status: 405 } });
    expect((await ask(simulator, "GET /dns/zones?page=2")).json).toMatchObject({ meta: { status: 400 } });
  });

  it("logs each request with its connection", async () => {
    const simulator = await simulated();
    await ask(simulator, "POST /dns/zones", { body: { zone_name: "new.no" } });
    await ask(simulator, update);
    expect(simulator.requests).toMatchObject([
      { method: "POST", path: "/dns/zones", body: { zone_name: "new.no" }, status: 201, connection: { id: 1 } },
      { method: "GET", path: "/dns/dyndns", query: { myip: "192.0.2.1" }, connection: { remoteAddress: "127.0.0.1" } },
    ]);
  });

  it("speaks HTTP/1.0, always with the length of its answer", async () => {
    const simulator = await simulated();
    const { port } = new URL(simulator.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("GET /api/v0/dns/dyndns?hostname=a.example.no HTTP/1.0\r\nHost: localhost\r\n\r\n");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    await once(socket, "end");
    expect(text).toMatch(/content-length: 8\r\n/iu);
    expect(text).toMatch(/\r\n\r\nbadauth\n$/u);
    expect(simulator.requests).toMatchObject([{ connection: { httpVersion: "1.0" } }]);
  });
});
