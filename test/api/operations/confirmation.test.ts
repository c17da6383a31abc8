import { describe, expect, it } from "vitest";
import { everyOperation } from "./every-operation.ts";

const operations = await everyOperation();
const routesOf = (list: readonly { readonly route: string }[]) => list.map(({ route }) => route).sort();

const deletions = operations.filter(({ entry }) => entry.method === "DELETE");

/** What has another method and still takes something away for good. */
const destroying = [
  "POST /account/apikeys/{id}/rotate",
  "POST /account/clients/{id}/sendlogin",
  "POST /account/reset",
  "POST /servers/{id}/cancel",
  "POST /servers/{id}/reinstall",
  "POST /webhosting/{id}/backups",
  "POST /webhosting/{id}/files/delete",
  "POST /webhosting/{id}/files/save",
  "POST /webhosting/{id}/install/{installId}/backups",
];

const interrupting = ["GET /servers/{id}/power/off", "GET /servers/{id}/reboot", "PUT /servers/{id}/ipv4/{ip_id}"];

const costing = [
  "POST /account/topup",
  "POST /deploy/servers",
  "POST /dns/domains/register",
  "POST /servers/{id}/ipv4",
  "POST /servers/{id}/upgrade",
  "POST /webhosting",
  "PUT /dns/zones/{zone_id}/registrant",
  "PUT /webhosting/{id}",
];

/** What takes a domain or an account away, binds its signer, or can cut the one or the other off. */
const hardToUndo = [
  "POST /account/2fa",
  "POST /account/dpa",
  "POST /account/email",
  "POST /dns/zones",
  "POST /dns/zones/{zone_id}/ds-records/external",
  "PUT /account/clients/{id}",
  "PUT /dns/zones/{zone_id}/auto-renew",
  "PUT /dns/zones/{zone_id}/dnssec",
  "PUT /dns/zones/{zone_id}/nameservers",
];

describe("confirmation", () => {
  it("is asked for by every DELETE, and by whatever else destroys, interrupts, costs money or is hard to undo, and by nothing else", () => {
    const asking = operations.filter(({ entry }) => entry.confirm !== undefined);
    expect(routesOf(asking)).toEqual(
      [...routesOf(deletions), ...destroying, ...interrupting, ...costing, ...hardToUndo].sort(),
    );
  });

  it("says why", () => {
    const because = (word: string) => routesOf(operations.filter(({ entry }) => entry.confirm?.because === word));
    expect(because("costs money")).toEqual(costing);
    expect(because("interrupts")).toEqual(interrupting);
    expect(because("is hard to undo")).toEqual(hardToUndo);
  });

  it("lets the user type a parameter that the operation has", () => {
    for (const { entry, route } of operations) {
      if (entry.confirm?.type === undefined) continue;
      expect(Object.keys(entry.parameters), route).toContain(entry.confirm.type);
      expect(entry.parameters[entry.confirm.type]?.secret, route).toBeUndefined();
    }
  });

  it("is skipped for the harmless half of the endpoints that do two things", () => {
    const asks = (route: string, given: Readonly<Record<string, unknown>>) =>
      operations.find((operation) => operation.route === route)?.entry.confirm?.when?.(given);
    for (const route of ["POST /webhosting/{id}/backups", "POST /webhosting/{id}/install/{installId}/backups"]) {
      expect(asks(route, { action: "backup" })).toBe(false);
      expect(asks(route, { action: "restore" })).toBe(true);
    }
    expect(asks("POST /dns/zones", { zone_name: "example.no" })).toBe(false);
    expect(asks("POST /dns/zones", { zone_name: "example.no", transfer_domain: true })).toBe(true);
    expect(asks("PUT /dns/zones/{zone_id}/auto-renew", { auto_renew: 1 })).toBe(false);
    expect(asks("PUT /dns/zones/{zone_id}/auto-renew", { auto_renew: 0 })).toBe(true);
    expect(asks("POST /account/2fa", { type: "enable" })).toBe(false);
    expect(asks("POST /account/2fa", { type: "disable" })).toBe(true);
    expect(asks("POST /account/email", { email: "ola@example.no" })).toBe(false);
    expect(asks("PUT /account/clients/{id}", { client_name: "Acme" })).toBe(false);
    expect(asks("PUT /account/clients/{id}", { client_invoice_direct: 0 })).toBe(true);
    expect(asks("POST /account/reset", { username: "ola@example.no" })).toBe(false);
    expect(asks("POST /account/reset", { stage: "2", hash: "0".repeat(32) })).toBe(true);
  });
});

describe("sending again", () => {
  it("is ruled out for what acts anew each time although its method promises otherwise", () => {
    const once = operations.filter(({ entry }) => entry.once && entry.method !== "POST");
    expect(routesOf(once)).toEqual([
      "DELETE /account/delete",
      "GET /dns/dyndns",
      "GET /servers/{id}/power/off",
      "GET /servers/{id}/power/on",
      "GET /servers/{id}/reboot",
      "PUT /dns/zones/{zone_id}/registrant",
      "PUT /webhosting/{id}",
    ]);
  });

  it("is ruled out for everything that costs money", () => {
    for (const { entry, route } of operations) {
      if (entry.confirm?.because === "costs money") expect(entry.once, route).toBe(true);
    }
  });
});
