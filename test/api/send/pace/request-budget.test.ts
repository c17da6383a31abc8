import { expect, it } from "vitest";
import { RequestBudget } from "../../../../src/index.ts";
import { clientOf, serveInTurn, skippingClock } from "../../loopback.ts";

it("lets a burst through and then so many a minute", async () => {
  const clock = skippingClock();
  const budget = new RequestBudget({ perMinute: 60, burst: 3, clock });
  for (let i = 0; i < 5; i++) await budget.take();
  expect(clock.slept).toEqual([1000, 1000]);
});

it("is shared by the clients it is given to, and counts every attempt", async () => {
  const clock = skippingClock();
  const budget = new RequestBudget({ perMinute: 6, burst: 2, clock });
  const server = await serveInTurn({ status: 502 }, {});
  await clientOf(server, { clock, budget, random: () => 0.5 }).dns.listZones();
  await clientOf(server, { clock, budget }).dns.listZones();
  expect(clock.slept).toEqual([500, 9500]);
});

it("stops everybody for as long as a 429 says", async () => {
  const clock = skippingClock();
  const budget = new RequestBudget({ perMinute: 6000, clock });
  const server = await serveInTurn({ status: 429, headers: { "retry-after": "9" } }, {});
  await clientOf(server, { clock, budget, retries: 0 })
    .dns.listZones()
    .catch(() => undefined);
  await clientOf(server, { clock, budget }).dns.listZones();
  expect(clock.slept).toEqual([9000]);
});

it("ends with the signal", async () => {
  const budget = new RequestBudget({ perMinute: 1, burst: 1 });
  await budget.take();
  await expect(budget.take(AbortSignal.timeout(20))).rejects.toThrow();
});

it("refuses numbers that make no sense", () => {
  expect(() => new RequestBudget({ perMinute: 0 })).toThrow(RangeError);
});
