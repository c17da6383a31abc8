import { describe, expect, it } from "vitest";
import { ask, simulated } from "../simulated.ts";

describe("the account", () => {
  it("reads as booleans what was written as 0 and 1", async () => {
    const simulator = await simulated();
    const body = {
      cust_newsletter: 1,
      cust_incident: 0,
      cust_bandwidth_notification: 0,
      cust_email_on_login: 1,
      cust_notify_service_renewal: 0,
    };
    await ask(simulator, "PUT /account/notifications", { body });
    expect((await ask(simulator, "GET /account")).json.data).toMatchObject({
      cust_newsletter: true,
      cust_incident: false,
    });
  });

  it("keeps SSH keys, which are found by listing", async () => {
    const simulator = await simulated();
    const body = { name: "new", data: "ssh-ed25519 AAAAnew kari@host\n" };
    expect((await ask(simulator, "POST /account/sshkey", { body })).json.data).toEqual([]);
    const { sshkeys } = (await ask(simulator, "GET /account")).json.data;
    expect(sshkeys[1]).toMatchObject({ key_name: "new", key_data: "ssh-ed25519 AAAAnew kari@host" });
    expect((await ask(simulator, `DELETE /account/sshkey/${sshkeys[1].key_id}`)).status).toBe(200);
    expect((await ask(simulator, `DELETE /account/sshkey/${sshkeys[1].key_id}`)).status).toBe(404);
    const invalid = { name: "bad", data: "nonsense" };
    expect((await ask(simulator, "POST /account/sshkey", { body: invalid })).status).toBe(400);
  });

  it("gives users servers by a PUT whose relation has to be read back", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "PUT /account/user/6/server", { body: { srv_id: 3524 } })).status).toBe(200);
    const { servers, servers_unassigned } = (await ask(simulator, "GET /account/user/6")).json.data;
    expect(servers).toMatchObject([{ srv_id: "3524" }]);
    expect(servers_unassigned).toHaveLength(2);
    expect((await ask(simulator, `DELETE /account/user/6/server/${servers[0].id}`)).status).toBe(200);
    expect((await ask(simulator, "GET /account/user/6")).json.data.servers).toEqual([]);
  });

  it("lets nobody delete themselves, and no name twice", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "DELETE /account/user/5")).status).toBe(400);
    const body = { name: "Kari", username: "kari@example.no", accesslevel: "user" };
    expect((await ask(simulator, "POST /account", { body })).status).toBe(400);
  });

  it("numbers a new client with a number, and shows it with a string", async () => {
    const simulator = await simulated();
    const made = await ask(simulator, "POST /account/clients", { body: { name: "New AS", password: "secret1" } });
    expect(made).toMatchObject({ status: 201, json: { data: { client_id: 11, client_username: "GH-10011" } } });
    expect((await ask(simulator, "GET /account/clients/11")).json.data).toMatchObject({ client_id: "11" });
  });

  it("changes an email in two stages, 200 and then 201", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "POST /account/email", { body: { email: "new@example.no" } })).status).toBe(200);
    expect((await ask(simulator, "POST /account/email", { body: { hash: "abc" } })).status).toBe(201);
    expect((await ask(simulator, "POST /account/email", { body: { email: "a@b", hash: "abc" } })).status).toBe(400);
  });

  it("is not closed while it has services", async () => {
    const simulator = await simulated();
    const { json } = await ask(simulator, "DELETE /account/delete");
    expect(json.meta).toMatchObject({ status: 400, message: "Account has existing services (Servers)." });
  });
});
