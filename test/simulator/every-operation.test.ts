import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/api/operation.ts";
import { fitResult } from "../../src/api/send/answer/fit-result.ts";
import { findSurprises } from "../../src/api/values/check-answer.ts";
import { handlers } from "../../src/simulator/handlers/handlers.ts";
import { defaultAccount } from "../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../src/simulator/start-simulator.ts";
import { createInstallation } from "../../src/simulator/store/hostings.ts";
import { everyOperation } from "../api/operations/every-operation.ts";
import calls from "../fixtures/api-calls.json" with { type: "json" };
import { type Asked, ask, basic, simulated } from "./simulated.ts";

type Given = Readonly<Record<string, unknown>>;

const operations = await everyOperation();
const samples: Readonly<Record<string, Given>> = calls;

/** What exists in the simulator, where the sample names something else. */
const existing: readonly (readonly [route: RegExp, given: Given])[] = [
  [/ \/servers\/\{id\}/u, { id: "3524" }],
  [/ \/account\/user\/\{id\}/u, { id: "6" }],
  [/ \/account\/clients\/\{id\}/u, { id: "10" }],
  [/ \/account\/(?:apikeys|dpa|sshkey|passkey)\/\{id\}/u, { id: "1" }],
  [/ \/reinstall\/distro\/\{id\}/u, { id: "2" }],
  [/ \/webhosting\/\{id\}/u, { id: "1234" }],
  [/^POST \/account$/u, { username: "new@example.no" }],
  [/^POST \/account\/password$/u, { current: defaultAccount.password }],
  [/^POST \/authenticate$/u, { username: defaultAccount.username, password: defaultAccount.password }],
  [/^POST \/bgp\/asn$/u, { asn: "AS64500" }],
  [/^POST \/dns\/(?:domains\/register|zones)$/u, { domain_name: "new.no", zone_name: "new.no" }],
  [/\{ip_id\}/u, { ip_id: "7798", target_srv_id: "3523" }],
  [/\/reverse$/u, { ip_id: "7797" }],
  [/^POST \/servers\/\{id\}\/upgrade/u, { id: "3523" }],
  [/^POST \/deploy\/servers/u, { waitlist: undefined }],
  [/^POST \/webhosting\/\{id\}\/emails/u, { email: "new" }],
  [/^POST .*\/databases$/u, { name: "new" }],
  [/\/(?:emails|autoresponders)\/\{email\}/u, { email: "post@example.no" }],
  [/^POST .*\/(?:email-forwarders|autoresponders)$/u, { user: "new" }],
  [/^POST .*\/subdomain$/u, { subdomain: "shop" }],
  [/\/files\/(?:edit|download)$/u, { path: "/public_html/index.html" }],
  [/\/files\/create$/u, { filename: "new.html" }],
  [/\/files\/rename$/u, { old: "index.html", filename: "home.html" }],
  [/\/files\/delete$/u, { paths: ["/public_html/index.html"] }],
];

/** What a user had done before, where an operation needs it. */
const prepared: Readonly<Record<string, (simulator: Simulator) => unknown>> = {
  "PUT /dns/zones/{zone_id}/records/{record_id}": (simulator) => {
    simulator.store.zones.set("www.example.no", "A", ["192.0.2.7"]);
  },
  "DELETE /dns/zones/{zone_id}": (simulator) => {
    simulator.store.zones.zone("example.no").registered = false;
  },
  "DELETE /dns/zones/{zone_id}/records/{record_id}": (simulator) => {
    simulator.store.zones.set("web01.example.no", "A", ["192.0.2.1"]);
  },
  "GET /dns/zones/{zone_id}/ds-records": (simulator) => {
    simulator.store.zones.zone("example.no").dnssec = true;
  },
  "GET /dns/zones/{zone_id}/ds-records/external": beExternal,
  "POST /dns/zones/{zone_id}/ds-records/external": beExternal,
  "PUT /dns/zones/{zone_id}/redirect": addRedirect,
  "DELETE /dns/zones/{zone_id}/redirect": addRedirect,
  "DELETE /account/user/{id}/server/{relation_id}": (simulator) => {
    const relation = { id: "1", holder: "user", holderId: "6", kind: "server", resourceId: "3523" } as const;
    simulator.store.customer.assignments.push(relation);
  },
  "DELETE /account/clients/{id}/server/{relation_id}": (simulator) => assign(simulator, "server", "3523"),
  "DELETE /account/clients/{id}/domain/{relation_id}": (simulator) => assign(simulator, "domain", "123"),
  "DELETE /account/clients/{id}/webhosting/{relation_id}": (simulator) => assign(simulator, "webhosting", "1234"),
  "DELETE /account/delete": ({ store }) => {
    store.servers.list.length = 0;
    store.zones.list.length = 0;
  },
};

function beExternal(simulator: Simulator): void {
  simulator.store.zones.zone("example.no").externalDns = true;
}

function addRedirect(simulator: Simulator): void {
  const redirect = { source: "blog", targetUrl: "https://old.example", createdAt: "2024-01-15 12:00:00" };
  simulator.store.zones.zone("example.no").redirects.push(redirect);
}

function assign({ store }: Simulator, kind: "server" | "domain" | "webhosting", resourceId: string): void {
  store.customer.assignments.push({ id: "1", holder: "client", holderId: "10", kind, resourceId });
}

function furnish({ store }: Simulator): void {
  const hosting = store.hostings[0];
  const installation = createInstallation("17", "example.no");
  installation.backups.set("3", { id: "3", date: "2026-01-15 03:00:00", size: 100 });
  hosting?.installations.set("17", installation);
  hosting?.ftp.set("exampleno_ftp", { username: "exampleno_ftp", path: "" });
  hosting?.databases.set("exampleno_wp", { name: "exampleno_wp", user: "exampleno_wp", size: 0 });
  hosting?.forwarders.set("post", ["ola@example.no"]);
  hosting?.autoresponders.set("post", { user: "post" });
  hosting?.files.makeFolder("/public_html/old");
}

async function call(simulator: Simulator, route: string, entry: Operation): Promise<Asked> {
  const overrides = existing.flatMap(([pattern, given]) => (pattern.test(route) ? [given] : []));
  const given: Record<string, unknown> = { ...samples[route], ...Object.assign({}, ...overrides) };
  if (route.startsWith("PUT /dns/zones/{zone_id}/records")) given.record_id = await idOf(simulator, "www");
  const sent = (place: string) =>
    Object.entries(given).filter(([name, value]) => entry.parameters[name]?.in === place && value !== undefined);
  const path = sent("path").reduce(
    (filled, [name, value]) => filled.replace(`{${name}}`, encodeURIComponent(String(value))),
    entry.path,
  );
  const query = new URLSearchParams(Object.fromEntries(sent("query").map(([name, value]) => [name, String(value)])));
  const authorization = entry.open ? null : basic(defaultAccount.username, defaultAccount.password);
  const methodAndPath = `${entry.method} ${path}${query.size > 0 ? `?${query}` : ""}`;
  if (route.endsWith("/files/upload")) return ask(simulator, methodAndPath, { authorization, form: uploadForm() });
  const body = Object.fromEntries(sent("body"));
  return ask(simulator, methodAndPath, { authorization, ...(Object.keys(body).length > 0 ? { body } : {}) });
}

function uploadForm(): FormData {
  const form = new FormData();
  form.append("path", "/public_html");
  form.append("files", new File(["hello"], "hello.txt"));
  return form;
}

async function idOf(simulator: Simulator, name: string): Promise<string> {
  const { json } = await ask(simulator, "GET /dns/zones/123/records");
  return json.data.find((record: Given) => record.record_name === name)?.record_id;
}

/** Where the table says that the result is. */
function payloadOf(entry: Operation, { json, text }: Asked): unknown {
  const { from } = entry.answer;
  if (from === "text") return text;
  if (from === "data") return json.data;
  return from === "meta" ? json.meta : json;
}

describe("the simulator", () => {
  it("serves exactly the operations of the table", () => {
    const routes = operations.map(({ route }) => route);
    const missing = routes.filter((route) => !Object.hasOwn(handlers, route));
    expect(missing, "the section's file in src/simulator/handlers/ lacks what these do").toEqual([]);
    expect(Object.keys(handlers).sort()).toEqual(routes.sort());
  });

  it.each(operations)("answers $route as the table describes it", async ({ route, entry }) => {
    const zone = { name: "example.no", id: "123", registered: true };
    const simulator = await simulated({ zones: [zone], habits: { zoneWriteMs: 0 } });
    furnish(simulator);
    prepared[route]?.(simulator);
    const answer = await call(simulator, route, entry);
    expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(300);
    if (entry.answer.from === "binary") return;
    expect(findSurprises(entry.answer.schema, fitResult(entry.answer, payloadOf(entry, answer), true))).toEqual([]);
  });

  it.each(operations.filter(({ entry, route }) => !entry.open && route !== "POST /account/validate"))(
    "lets nobody in without a credential: $route",
    async ({ entry }) => {
      const simulator = await simulated();
      const path = entry.path.replaceAll(/\{[^}]*\}/gu, "1");
      const answer = await ask(simulator, `${entry.method} ${path}`, { authorization: null });
      if (entry.path === "/dns/dyndns") expect(answer.text).toBe("badauth\n");
      else
        expect(answer.json).toEqual({
          meta: expect.objectContaining({
            ...{ status: 401, status_message: "401 Unauthorized", message: "401 Unauthorized" },
            ...{ maintenance: false, time: expect.any(Number) },
          }),
          data: [],
        });
    },
  );
});
