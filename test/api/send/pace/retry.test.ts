import { describe, expect, it, vi } from "vitest";
import { NetworkError, RateLimitError, ServerError } from "../../../../src/index.ts";
import { clientOf, failureOf, serve, serveInTurn, skippingClock } from "../../loopback.ts";

const record = { zone_id: 1, record_value: "192.0.2.1", record_name: "a", record_type: "A" } as const;
const busy = { status: 429 };
const broken = { status: 502, body: "<html>Bad gateway</html>" };
const done = { body: { meta: { status: 200 }, data: [] } };
/** No jitter: half of the way. */
const random = () => 0.5;

describe("sending again", () => {
  it("waits 2, 4, 8, 16 and 32 s after an HTTP 429, for a POST too", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(busy, busy, busy, busy, busy, done);
    await clientOf(server, { clock, random }).dns.createRecord(record);
    expect(clock.slept).toEqual([2000, 4000, 8000, 16_000, 32_000]);
    expect(server.received).toHaveLength(6);
  });

  it("gives up after so many times, with what the server said last", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(busy);
    const error = await failureOf(clientOf(server, { clock, retries: 2 }).dns.listZones());
    expect(error).toBeInstanceOf(RateLimitError);
    expect(server.received).toHaveLength(3);
  });

  it.each([
    ["GET", (gigahost: ReturnType<typeof clientOf>) => gigahost.dns.listZones()],
    ["PUT", (gigahost: ReturnType<typeof clientOf>) => gigahost.dns.setDnssec({ zone_id: 1, enable: 1 })],
    ["DELETE", (gigahost: ReturnType<typeof clientOf>) => gigahost.dns.deleteZone({ zone_id: 1 })],
  ])("repeats a %s after a server error, at most three times", async (_, call) => {
    const clock = skippingClock();
    const server = await serveInTurn(broken);
    expect(await failureOf(call(clientOf(server, { clock, random })))).toBeInstanceOf(ServerError);
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });

  it.each([
    ["a POST", (gigahost: ReturnType<typeof clientOf>) => gigahost.dns.createRecord(record)],
    ["dyndns", (gigahost: ReturnType<typeof clientOf>) => gigahost.dns.updateDyndns({ hostname: "a.example.no" })],
    ["a reboot", (gigahost: ReturnType<typeof clientOf>) => gigahost.servers.reboot({ id: 1 })],
    ["a rotation", (gigahost: ReturnType<typeof clientOf>) => gigahost.account.apikeys.rotate({ id: 1 })],
    [
      "an order by PUT",
      (gigahost: ReturnType<typeof clientOf>) =>
        gigahost.dns.changeRegistrant({
          zone_id: 1,
          registrant_type: "organization",
          email: "a@example.no",
          applicant_name: "A",
          zip_code: "0123",
          city: "Oslo",
          agree_to_terms: true,
          org_number: "999999999",
          company_name: "A AS",
        }),
    ],
  ])("never repeats %s after a server error or a broken connection", async (_, call) => {
    const server = await serveInTurn(broken);
    expect(await failureOf(call(clientOf(server)))).toMatchObject({ status: 502, mayHaveHappened: true });
    const hangUp = await serve((_, response) => void response.destroy());
    expect(await failureOf(call(clientOf(hangUp)))).toMatchObject({ mayHaveHappened: true });
    expect([server.received.length, hangUp.received.length]).toEqual([1, 1]);
  });

  it("repeats a GET after a broken connection", async () => {
    const clock = skippingClock();
    const server = await serve((_, response, count) => {
      if (count === 1) response.destroy();
      else response.end('{"data":[]}');
    });
    await expect(clientOf(server, { clock }).dns.listZones()).resolves.toEqual([]);
  });

  it("honours Retry-After in seconds and as a date, and adds at most a second", async () => {
    const clock = skippingClock();
    const date = new Date(clock.wallMs() + 37_000).toUTCString();
    const server = await serveInTurn(
      { ...busy, headers: { "retry-after": "7" } },
      { ...busy, headers: { "retry-after": date, date: new Date(clock.wallMs() + 7_000).toUTCString() } },
      done,
    );
    await clientOf(server, { clock, random: () => 0 }).dns.listZones();
    expect(clock.slept).toEqual([7000, 30_000]);
  });

  it.each([
    ["0", undefined],
    ["1", undefined],
    ["Wed, 31 Dec 2025 23:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT"],
  ])("never waits less than it would anyway, whatever Retry-After says: %s", async (retryAfter, date) => {
    const clock = skippingClock();
    const headers = { "retry-after": retryAfter, ...(date && { date }) };
    const server = await serveInTurn({ ...busy, headers }, { ...busy, headers }, done);
    await clientOf(server, { clock, random }).dns.listZones();
    expect(clock.slept).toEqual([2000, 4000]);
  });

  it("doesn't wait for a Retry-After of more than a minute, and says how long it was", async () => {
    const clock = skippingClock();
    const server = await serveInTurn({ ...busy, headers: { "retry-after": "3600" } });
    expect(await failureOf(clientOf(server, { clock }).dns.listZones())).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(clock.slept).toEqual([]);
  });

  it("spreads the waits", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(busy, busy, done);
    const numbers = [0, 0.999];
    await clientOf(server, { clock, random: () => numbers.shift() ?? 0 }).dns.listZones();
    expect(clock.slept.map(Math.round)).toEqual([1500, 4998]);
  });

  it("ends with the signal while it waits", async () => {
    const server = await serveInTurn(busy);
    const stop = new AbortController();
    const call = clientOf(server).dns.listZones({}, { signal: stop.signal });
    const ended = expect(call).rejects.toThrow("enough");
    await vi.waitFor(() => expect(server.received).toHaveLength(1), 120_000);
    stop.abort(new Error("enough"));
    await ended;
    expect(server.received).toHaveLength(1);
  });

  it("doesn't call a server that isn't there for ever", async () => {
    const clock = skippingClock();
    const error = await failureOf(clientOf({ baseUrl: "http://127.0.0.1:1/api/v0" }, { clock }).dns.listZones());
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ code: "ECONNREFUSED", mayHaveHappened: false, status: null });
    expect(clock.slept).toHaveLength(3);
  });
});
