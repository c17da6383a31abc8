import { expect, it } from "vitest";
import { TimeoutError } from "../../../../src/index.ts";
import { clientOf, failureOf, serve } from "../../loopback.ts";

const silent = () => serve(() => undefined);

it("ends an attempt that gets no answer", async () => {
  const error = await failureOf(clientOf(await silent(), { timeouts: { attemptMs: 60 }, retries: 0 }).dns.listZones());
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ status: null, mayHaveHappened: false });
  expect(error.message).toContain("0.06 s");
});

it("says of a write that it may have happened", async () => {
  const { dns } = clientOf(await silent(), { timeouts: { attemptMs: 60 } });
  const error = await failureOf(dns.createRecord({ zone_id: 1, record_value: "192.0.2.1" }));
  expect(error).toMatchObject({ name: "TimeoutError", mayHaveHappened: true });
  expect(error.message).toContain("It may have taken effect all the same. Check what is there before trying again");
});

it("ends an attempt whose answer stops half way", async () => {
  const server = await serve((_, response) => void response.writeHead(200).write('{"data":['));
  const error = await failureOf(clientOf(server, { timeouts: { attemptMs: 80 }, retries: 0 }).dns.listZones());
  expect(error).toBeInstanceOf(TimeoutError);
});

it("ends all attempts in time", async () => {
  const server = await silent();
  const { dns } = clientOf(server, { timeouts: { attemptMs: 100, totalMs: 250 }, retries: 1_000_000, random: () => 0 });
  expect(await failureOf(dns.listZones())).toBeInstanceOf(TimeoutError);
});

it("ends at once with the reason of the signal", async () => {
  const stop = new AbortController();
  const call = clientOf(await silent()).dns.listZones({}, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error("the user left")), 30);
  await expect(call).rejects.toThrow("the user left");
});

it("sends nothing for a signal that is aborted already", async () => {
  const server = await silent();
  const call = clientOf(server).dns.listZones({}, { signal: AbortSignal.abort(new Error("too late")) });
  await expect(call).rejects.toThrow("too late");
  expect(server.received).toHaveLength(0);
});
