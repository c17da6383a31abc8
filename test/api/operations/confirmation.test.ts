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

describe("confirmation", () => {
  it("is asked for by every DELETE, and by whatever else destroys, interrupts or costs money, and by nothing else", () => {
    const asking = operations.filter(({ entry }) => entry.confirm !== undefined);
    expect(routesOf(asking)).toEqual([...routesOf(deletions), ...destroying, ...interrupting, ...costing].sort());
  });

  it("says why", () => {
    const because = (word: string) => routesOf(operations.filter(({ entry }) => entry.confirm?.because === word));
    expect(because("costs money")).toEqual(costing);
    expect(because("interrupts")).toEqual(interrupting);
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
