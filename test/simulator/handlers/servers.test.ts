import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ask, simulated } from "../simulated.ts";

describe("servers", () => {
  it("are an array of one when asked for singly, and 404 when unknown", async () => {
    const simulator = await simulated();
    const { data } = (await ask(simulator, "GET /servers/3523")).json;
    expect(data).toMatchObject([{ srv_id: "3523", srv_status: true, location: [], srv_ram: "2" }]);
    expect((await ask(simulator, "GET /servers/1")).json).toMatchObject({ meta: { status: 404 }, data: [] });
  });

  it("have memory as number, fraction and text", async () => {
    const { data } = (await ask(await simulated(), "GET /servers")).json;
    expect(data.map((server: { srv_ram: unknown }) => server.srv_ram)).toEqual(["2", 64, 0.25]);
  });

  it("tell their power state in meta, and virtual ones can't be switched", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "GET /servers/3524/power/off")).status).toBe(200);
    const { json } = await ask(simulator, "GET /servers/3524/powerstate");
    expect(json).toMatchObject({
      meta: { status: 200, status_message: "200 OK", powerstate: false, timestamp: expect.any(Number) },
    });
    expect((await ask(simulator, "GET /servers/3523/power/off")).status).toBe(405);
    await ask(simulator, "GET /servers/3524/reboot");
    expect((await ask(simulator, "GET /servers/3524/powerstate")).json.meta.powerstate).toBe(true);
  });

  it("finish a snapshot after a while", async () => {
    const simulator = await simulated();
    await ask(simulator, "POST /servers/3523/snapshot", { body: { name: "new" } });
    const newest = async () => (await ask(simulator, "GET /servers/3523/snapshots")).json.data.at(-1);
    expect(await newest()).toMatchObject({ snap_display_name: "new", snap_state: "pending" });
    expect(await newest()).toMatchObject({ snap_state: "completed" });
    const { snap_id } = await newest();
    expect((await ask(simulator, `DELETE /servers/3523/snapshot/${snap_id}`)).status).toBe(200);
  });

  it("draw graphs that are PNG files", async () => {
    const { graph_day, graph_week, graph_year } = (await ask(await simulated(), "GET /servers/3523/port_bits")).json
      .data;
    expect(graph_week).toMatch(/^data:image\/png;base64,/u);
    expect(graph_year).toBe("");
    const png = Buffer.from(graph_day, "base64");
    expect(png.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
    const start = png.indexOf("IDAT");
    const pixels = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
    expect(pixels).toHaveLength(32 * 65);
  });

  it("need the undocumented num_ips, and move only routed addresses, with errors in meta.error", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "POST /servers/3523/ipv4", { body: { ip_type: "l3" } })).status).toBe(400);
    await ask(simulator, "POST /servers/3523/ipv4", { body: { ip_type: "l3", num_ips: "1" } });
    const ips = (await ask(simulator, "GET /servers/3523")).json.data[0].ips;
    expect(ips).toHaveLength(3);
    const body = { target_srv_id: 3524 };
    const moved = await ask(simulator, `PUT /servers/3523/ipv4/${ips[2].ip_id}`, { body });
    expect(moved.json).toMatchObject({ meta: { ip_id: Number(ips[2].ip_id), target_srv_id: 3524 }, data: {} });
    const refused = await ask(simulator, `PUT /servers/3523/ipv4/${ips[0].ip_id}`, { body });
    expect(refused.json.meta).toMatchObject({
      status: 400,
      status_message: "400 Bad Request",
      error: "Only routed (L3) IPs can be moved.",
    });
  });

  it("are deployed step by step", async () => {
    const simulator = await simulated();
    const body = { pid: 101, price_id: 555, region_id: 1, os_id: 72 };
    const [orderId] = (await ask(simulator, "POST /deploy/servers", { body })).json.data.order_ids;
    const statuses = [];
    for (let look = 0; look < 4; look++) {
      const { servers } = (await ask(simulator, `GET /deploy/status?ids=${orderId}`)).json.data;
      statuses.push(servers[0].status);
    }
    expect(statuses).toEqual(["waiting", "deploying", "installing", "ready"]);
    const twice = await ask(simulator, "POST /deploy/servers", { body: { ...body, rescue: 1 } });
    expect(twice.json.meta).toMatchObject({ status: 400, error: expect.any(String) });
  });

  it("leave a waitlist by a DELETE with a body", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "DELETE /deploy/waitlist", { body: { order_id: 10050 } })).status).toBe(200);
    expect((await ask(simulator, "GET /deploy/waitlist")).json.data.reservations).toEqual([]);
    expect((await ask(simulator, "DELETE /deploy/waitlist", { body: {} })).json.meta.error).toEqual(expect.any(String));
  });

  it("vanish from the list and by their id while they are there, for as many looks as one says", async () => {
    const simulator = await simulated();
    const [server] = simulator.store.servers.list;
    if (!server) throw new Error("there is no server");
    server.hiddenLooks = 2;
    const listed = async () =>
      (await ask(simulator, "GET /servers")).json.data.map(({ srv_id }: { srv_id: string }) => srv_id);
    expect(await listed()).not.toContain(server.id);
    expect((await ask(simulator, `GET /servers/${server.id}`)).status).toBe(404);
    expect(await listed()).toContain(server.id);
  });

  it("are ended by an undocumented call, linger in the list, and take no DELETE", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "DELETE /servers/3523")).status).toBe(405);
    expect((await ask(simulator, "POST /servers/1/cancel")).status).toBe(400);
    expect((await ask(simulator, "POST /servers/3523/cancel")).status).toBe(200);
    const { order } = (await ask(simulator, "GET /servers/3523")).json.data[0];
    expect(order.order_status).toBe("cancelled");
    await ask(simulator, "GET /servers");
    expect((await ask(simulator, "GET /servers/3523")).status).toBe(404);
  });

  it("can be ready without a server, become one that the list lacks for a while, and drop out", async () => {
    const habits = { deployLooksWithoutServer: 1, deployLooksWhenReady: 2 };
    const simulator = await simulated({ habits });
    const body = { pid: 101, price_id: 555, region_id: 1, os_id: 72 };
    const [orderId] = (await ask(simulator, "POST /deploy/servers", { body })).json.data.order_ids;
    const looks = [];
    for (let look = 0; look < 6; look++) {
      const { servers } = (await ask(simulator, `GET /deploy/status?ids=${orderId}`)).json.data;
      looks.push(servers.map(({ status, srv_id }: Record<string, unknown>) => `${status} ${srv_id}`).join());
    }
    expect(looks).toEqual(["waiting 0", "deploying 0", "installing 0", "ready 0", "ready 4001", ""]);
    const found = async () => (await ask(simulator, "GET /servers/4001")).status;
    expect([await found(), await found(), await found()]).toEqual([404, 404, 200]);
  });

  it("can wait for a server for ever", async () => {
    const simulator = await simulated({ habits: { deployNeverEnds: true } });
    const body = { pid: 101, price_id: 555, region_id: 1, os_id: 72 };
    const [orderId] = (await ask(simulator, "POST /deploy/servers", { body })).json.data.order_ids;
    const status = async () => (await ask(simulator, `GET /deploy/status?ids=${orderId}`)).json.data;
    for (let look = 0; look < 6; look++) await status();
    expect(await status()).toMatchObject({ servers: [{ srv_id: "0", status: "waiting" }], all_ready: false });
  });

  it("can have an IPv6 address under the id of an IPv4 one", async () => {
    const simulator = await simulated({ habits: { twinIpIds: true } });
    const { ips } = (await ask(simulator, "GET /servers/3523")).json.data[0];
    expect(ips[0].ip_id).toBe(ips[1].ip_id);
    expect([ips[0].ip_v4v6, ips[1].ip_v4v6]).toEqual(["ipv4", "ipv6"]);
  });
});

describe("bills", () => {
  it("are there for an API key, with amounts as text on one and numbers on the next", async () => {
    const simulator = await simulated();
    const { status, json } = await ask(simulator, "GET /billing");
    expect(status).toBe(200);
    const totals = json.data.invoices.map(({ inv_total }: { inv_total: unknown }) => typeof inv_total);
    expect(totals).toEqual(["string", "number"]);
    expect((await ask(simulator, "GET /my/invoices")).status).toBe(403);
  });

  it("can come compressed, as any answer", async () => {
    const simulator = await simulated({ habits: { gzip: true } });
    const { headers, json } = await ask(simulator, "GET /billing");
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(json.data.invoices).toHaveLength(2);
  });
});
