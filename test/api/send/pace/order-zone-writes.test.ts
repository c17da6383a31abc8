import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { clientOf, failureOf, serve } from "../../loopback.ts";

/** Answers 500 to a write while another one to the same zone is under way, as the real server does. */
async function serveTouchyZones(writeMs = 20) {
  const writing = new Set<string>();
  const order: string[] = [];
  const server = await serve(async ({ method, url, body }, response) => {
    const zone = /zones\/(\d+)/.exec(url)?.[1] ?? "";
    if (method !== "GET" && writing.has(zone)) {
      response.writeHead(500).end("{}");
      return;
    }
    if (method !== "GET") writing.add(zone);
    order.push(body ? JSON.parse(body).record_name : method);
    await sleep(writeMs);
    writing.delete(zone);
    response.end('{"meta":{"status":200},"data":[]}');
  });
  return { ...server, order };
}

const record = (zone_id: number, record_name: string) => ({ zone_id, record_name, record_value: "192.0.2.1" });

it("sends the writes to one zone one after the other, in their order, redirects included", async () => {
  const server = await serveTouchyZones();
  const { dns } = clientOf(server);
  await Promise.all([
    dns.createRecord(record(1, "a")),
    dns.createRecord(record(1, "b")),
    dns.deleteRedirect({ zone_id: 1, source: "@" }),
    dns.createRecord(record(1, "c")),
  ]);
  expect(server.order).toEqual(["a", "b", "DELETE", "c"]);
});

it("lets two clients write to one zone: both succeed", async () => {
  const server = await serveTouchyZones();
  const clients = [clientOf(server), clientOf(server)];
  await expect(Promise.all(clients.map(({ dns }) => dns.createRecord(record(1, "a"))))).resolves.toEqual([{}, {}]);
});

it("doesn't keep other zones or readers waiting", async () => {
  let letGo: (() => void) | undefined;
  const others = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const server = await serve(async ({ body }, response, count) => {
    if (count === 3) letGo?.();
    // The write to zone 1 ends only when the other two requests have come.
    if (body.includes('"a"')) await others;
    response.end('{"meta":{"status":200},"data":[]}');
  });
  const { dns } = clientOf(server);
  const calls = [dns.createRecord(record(1, "a")), dns.createRecord(record(2, "b")), dns.listRecords({ zone_id: 1 })];
  await expect(Promise.all(calls)).resolves.toHaveLength(3);
});

it("goes on after a write that failed", async () => {
  const server = await serve((_, response, count) => void response.writeHead(count === 1 ? 400 : 200).end("{}"));
  const { dns } = clientOf(server);
  const [first, second] = await Promise.allSettled([
    dns.createRecord(record(1, "a")),
    dns.createRecord(record(1, "b")),
  ]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
});

it("gives up a turn that is cancelled while it waits, without sending it", async () => {
  const server = await serveTouchyZones(100);
  const { dns } = clientOf(server);
  const first = dns.createRecord(record(1, "a"));
  const second = dns.createRecord(record(1, "b"), { signal: AbortSignal.timeout(20) });
  const third = dns.createRecord(record(1, "c"));
  expect((await failureOf(second)).name).toBe("TimeoutError");
  await Promise.all([first, third]);
  expect(server.order).toEqual(["a", "c"]);
});
