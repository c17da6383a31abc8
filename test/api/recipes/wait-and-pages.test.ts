import { describe, expect, it } from "vitest";
import {
  getServer,
  InputError,
  NotFoundError,
  readApiKeyLog,
  readFileList,
  waitForDeploy,
} from "../../../src/index.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { simulated } from "../../simulator/simulated.ts";
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
    const [deployment] = await waitForDeploy(clientOf(server), [5, "5"], { clock });
    expect(deployment).toEqual({
      orderId: "5",
      serverId: "77",
      hostname: "web1",
      address: "192.0.2.1",
      status: "active",
    });
    expect(clock.slept).toEqual([10_000, 10_000]);
    expect(server.received[0]?.url).toBe("/api/v0/deploy/status?ids=5");
  });

  it("ends when the order has vanished, which is believed after three looks, with what was last known", async () => {
    const clock = skippingClock();
    const gone = status([], true);
    const server = await serveInTurn(status([installing], false), gone, gone, status([installing], false), gone);
    expect(await waitForDeploy(clientOf(server), [5], { clock })).toMatchObject([
      { status: "installing", serverId: null },
    ]);
    expect(clock.slept).toHaveLength(6);
  });

  it("doesn't take an order that nobody knows for ready", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([], true));
    const error = await failureOf(waitForDeploy(clientOf(server), [404], { clock }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain("order 404, after 3 attempts");
    const beside = await serveInTurn(status([ready], true));
    expect(await failureOf(waitForDeploy(clientOf(beside), [5, 404], { clock }))).toBeInstanceOf(NotFoundError);
    expect(await failureOf(waitForDeploy(clientOf(beside), [], { clock }))).toBeInstanceOf(InputError);
  });

  it("doesn't take the server id 0 for a server", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([{ ...ready, srv_id: 0 }], true), status([ready], true));
    expect(await waitForDeploy(clientOf(server), [5], { clock })).toMatchObject([{ serverId: "77" }]);
    const never = await serveInTurn(status([{ ...ready, srv_id: "0" }], true));
    const error = await failureOf(waitForDeploy(clientOf(never), [5], { clock, maxWaitMs: 60_000 }));
    expect(error.message).toContain("order 5: active, but without a server");
  });

  it("ends in time, saying how far it is", async () => {
    const clock = skippingClock();
    const server = await serveInTurn(status([installing], false));
    const error = await failureOf(waitForDeploy(clientOf(server), [5], { clock, maxWaitMs: 60_000 }));
    expect(error.message).toContain("not ready after 1 min (order 5: installing)");
  });
});

describe("a server that the API leaves out for a while", () => {
  it("is found by another look, and called missing after several", async () => {
    const simulator = await simulated();
    const gigahost = clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey });
    const [server] = simulator.store.servers.list;
    if (!server) throw new Error("there is no server");
    server.hiddenLooks = 2;
    const clock = skippingClock();
    expect(await getServer(gigahost, server.id, { clock })).toMatchObject({ srv_id: server.id });
    expect(clock.slept).toEqual([2_000, 2_000]);
    expect(await failureOf(getServer(gigahost, 1, { clock }))).toBeInstanceOf(NotFoundError);
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
