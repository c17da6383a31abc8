import { describe, expect, it } from "vitest";
import { readApiKeyLog, readFileList, waitForDeploy } from "../../../src/index.ts";
import { clientOf, failureOf, serve, serveInTurn, skippingClock } from "../loopback.ts";

const status = (servers: readonly object[], all_ready: boolean) => ({
  body: { meta: { status: 200 }, data: { servers, all_ready } },
});
const installing = { order_id: 5, hostname: "web1", srv_id: 0, ip: "", status: "installing" };
const ready = { order_id: 5, hostname: "web1", srv_id: "77", ip: "192.0.2.1", status: "active" };

describe("waiting for an order", () => {
  it("ends when all is ready", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([installing], false), status([installing], false), status([ready], true));
    const [deployment] = await waitForDeploy(clientOf(server), [5, "6"], { clock });
    expect(deployment).toEqual({
      orderId: "5",
      serverId: "77",
      hostname: "web1",
      address: "192.0.2.1",
      status: "active",
    });
    expect(clock.slept).toEqual([10_000, 10_000]);
    expect(server.received[0]?.url).toBe("/api/v0/deploy/status?ids=5,6");
  });

  it("ends when the order has vanished, with what was last known", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([installing], false), status([], false));
    expect(await waitForDeploy(clientOf(server), [5], { clock })).toMatchObject([
      { status: "installing", serverId: null },
    ]);
  });

  it("ends in time, saying how far it is", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([installing], false));
    const error = await failureOf(waitForDeploy(clientOf(server), [5], { clock, atMostMs: 60_000 }));
    expect(error.message).toContain("not ready after 1 min (order 5: installing)");
  });
});

describe("paging", () => {
  it("reads the log of an API key page by page, as far as it is asked for", async () => {
    const server = await serve(({ url }, response) => {
      const { searchParams } = new URL(url, "http://127.0.0.1");
      const [offset, limit] = [Number(searchParams.get("offset")), Number(searchParams.get("limit"))];
      const data = Array.from({ length: Math.min(limit, 5 - offset) }, (_, index) => ({ entry: offset + index }));
      response.end(JSON.stringify({ meta: { status: 200 }, data }));
    });
    const entries: unknown[] = [];
    for await (const entry of readApiKeyLog(clientOf(server), 1, { pageSize: 2 })) entries.push(entry);
    expect(entries).toHaveLength(5);
    expect(server.received).toHaveLength(3);
    for await (const _ of readApiKeyLog(clientOf(server), 1, { pageSize: 2 })) break;
    expect(server.received).toHaveLength(4);
  });

  it("reads a list of files wherever the answer has it, and stops at a server that doesn't turn the page", async () => {
    const server = await serveInTurn({ body: { data: { total: 99, files: [{ name: "a" }, { name: "b" }] } } });
    const names: unknown[] = [];
    for await (const file of readFileList(clientOf(server), 7, { pageSize: 2 })) names.push(file);
    expect(names).toEqual([{ name: "a" }, { name: "b" }]);
    expect(server.received.map(({ url }) => url.split("?")[1])).toEqual([
      "path=%2F&page=1&ipp=2",
      "path=%2F&page=2&ipp=2",
    ]);
  });
});
