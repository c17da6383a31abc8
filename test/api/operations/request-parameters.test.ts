import { describe, expect, it } from "vitest";
import type { Operation } from "../../../src/api/operation.ts";
import { findProblems } from "../../../src/api/send/prepare-request.ts";
import calls from "../../fixtures/api-calls.json" with { type: "json" };
import { everyOperation } from "./every-operation.ts";

type Given = Readonly<Record<string, unknown>>;

const operations = await everyOperation();
const sample: Readonly<Record<string, Given>> = calls;

const entryOf = (route: string): Operation => {
  const found = operations.find((operation) => operation.route === route);
  if (!found) throw new Error(`no operation for ${route}`);
  return found.entry;
};

const problemsOf = (route: string, given: Given) => findProblems(entryOf(route), given);

/** A sample holds no files: JSON can't. */
const withFiles = (entry: Operation, given: Given): Given =>
  Object.hasOwn(entry.parameters, "files") ? { ...given, files: [new File(["hello"], "hello.txt")] } : given;

describe("the sample calls", () => {
  it("are there for every operation", () => {
    const missing = operations.map(({ route }) => route).filter((route) => !Object.hasOwn(sample, route));
    expect(missing, "test/fixtures/api-calls.json lacks a call of these").toEqual([]);
    expect(Object.keys(sample).sort()).toEqual(operations.map(({ route }) => route).sort());
  });

  it.each(operations)("are taken: $route", ({ route, entry }) => {
    expect(findProblems(entry, withFiles(entry, sample[route] ?? {}))).toEqual([]);
  });

  it.each(operations)("are refused without any one of their required parameters: $route", ({ route, entry }) => {
    const whole = withFiles(entry, sample[route] ?? {});
    for (const [name] of Object.entries(entry.parameters).filter(([, { required }]) => required)) {
      expect(findProblems(entry, { ...whole, [name]: undefined })).toContain(`${name} is required`);
    }
  });

  it("are refused with an empty part of the path", () => {
    for (const { route, entry } of operations) {
      for (const [name] of Object.entries(entry.parameters).filter(([, parameter]) => parameter.in === "path")) {
        expect(findProblems(entry, { ...sample[route], [name]: "" }), `${route} ${name}`).not.toEqual([]);
      }
    }
  });
});

/** What the vendor's document shows as the body of a request. */
const shown: readonly (readonly [route: string, given: Given])[] = [
  ["POST /bgp/{asn_id}/session", { asn_id: 1, redundant: 1, defaultroute: 1, ip_id_v4: "7795", ip_id_v6: "7796" }],
  ["POST /dns/zones/ptr", { prefix: "2a03:94e0::", ip_version: "ipv6", zone_name: "0.e.4.9.3.0.a.2.ip6.arpa" }],
  ["DELETE /deploy/waitlist", { order_id: 10050 }],
  ["PUT /servers/{id}/ipv4/{ip_id}", { id: 123, ip_id: 789, target_srv_id: 456 }],
  [
    "POST /deploy/servers",
    {
      pid: 101,
      price_id: 555,
      region_id: 1,
      os_id: 12,
      quantity: 2,
      backups: 1,
      hostnames: ["web1.example.no", "web2.example.no"],
      ssh_keys: [7, 8],
    },
  ],
];

/** The second half of endpoints that do two things, and other ways to call one. */
const otherWays: readonly (readonly [route: string, given: Given])[] = [
  ["POST /account/email", { hash: "0123456789abcdef" }],
  ["POST /account/reset", { username: "ola@example.no" }],
  ["POST /account/passkey", { step: "begin" }],
  ["PUT /servers/{id}/reverse", { id: 1, sub_id: 2236, dns: "ns1.gigahost.no" }],
  ["DELETE /deploy/waitlist", { notify_id: 7 }],
  ["POST /deploy/servers", { hash: "a1b2c3d4", price_id: 1, region_id: 1, rescue: 1 }],
  ["POST /deploy/servers", { pid: 1, price_id: 1, region_id: 1, os_id: 12, rescue: 0 }],
  ["POST /webhosting/{id}/backups", { id: 7, action: "restore", filename: "backup.tar.gz" }],
  ["POST /webhosting/{id}/email-forwarders", { id: 7, user: "post", destinations: "a@example.no,b@example.no" }],
  ["PUT /account", { cust_city: "Bergen" }],
];

const refused: readonly (readonly [route: string, given: Given, problem: RegExp])[] = [
  ["POST /bgp/asn", { asn: "twelve" }, /asn must be an AS number/],
  ["POST /bgp/{asn_id}/session", { asn_id: 1, redundant: 0, defaultroute: 0 }, /at least one of ip_id_v4, ip_id_v6/],
  ["POST /account/email", { email: "ola@example.no", hash: "0123" }, /exactly one of email, hash/],
  ["POST /account/validate", { hash: "too short" }, /hash must be 32 hexadecimal digits/],
  ["POST /account/2fa", { type: "enable", code: "12345" }, /code must have 6 digits/],
  ["POST /account/reset", { hash: "0123" }, /stage is required with hash/],
  ["POST /account/reset", { username: "ola@example.no", stage: 2 }, /stage must be the text "2"/],
  ["POST /account/passkey", { step: "finish", clientDataJSON: "e30" }, /attestationObject is required to finish/],
  ["POST /account/topup", { currency: "nok", amount: 50 }, /amount must be at least 100 NOK/],
  ["POST /account/topup", { currency: "eur", amount: 10.5 }, /amount must be a whole number/],
  ["PUT /account/apikeys/{id}", { id: 1 }, /at least one of label, permissions/],
  ["POST /account/apikeys", { label: "x".repeat(101), permissions: {} }, /label must have at most 100 characters/],
  ["POST /account/apikeys", { label: "x", permissions: { dsn: { mode: "r", all: true } } }, /permissions.*dsn/],
  ["POST /account/clients", { name: "Acme", password: "secret", invoice_direct: 1 }, /email is required where/],
  ["PUT /servers/{id}/reverse", { id: 1, dns: "a.example.no" }, /exactly one of ip_id, sub_id is needed, none was/],
  ["POST /servers/{id}/ipv4", { id: 1, ip_type: "l3", num_ips: "0" }, /num_ips must be a number as text/],
  ["GET /deploy/status", { ids: "1, 2" }, /ids must be order ids/],
  ["POST /deploy/servers", { pid: 1, price_id: 1, region_id: 1, os_id: 1, iso_id: 2 }, /os_id and iso_id were given/],
  ["POST /webhosting", { zone_id: 1, product_id: 1, billing_period: 2 }, /billing_period must be 1, 3, 6 or 12/],
  ["POST /webhosting/{id}/backups", { id: 7, action: "restore" }, /filename is required to restore/],
  [
    "POST /webhosting/{id}/install/{installId}/backups",
    { id: 7, installId: 1, action: "restore" },
    /backup is required/,
  ],
  ["PUT /account", {}, /nothing is given that could be changed/],
  ["PUT /account", { cust_city: "<b>" }, /cust_city must not contain/],
  ["PUT /account/clients/{id}", { id: 10 }, /nothing is given/],
  ["PUT /webhosting/{id}/spamfilter", { id: 7 }, /nothing is given/],
  ["PUT /webhosting/{id}/autoresponders/{email}", { id: 7, email: "post@example.no" }, /nothing is given/],
  ["POST /webhosting/{id}/emails", { id: 7, email: "post@example.no", password: "x" }, /the part before the @ only/],
  ["POST /webhosting/{id}/email-forwarders", { id: 7, user: "post", destinations: "a@example.no,,b" }, /destinations/],
  ["POST /webhosting/{id}/email-forwarders", { id: 7, user: "post", destinations: ["a@x.no,b@x.no"] }, /destinations/],
  [
    "POST /account/apikeys",
    { label: "x", permissions: { dns: { mode: "r", all: false } } },
    /permissions.dns must have ids where all is false/,
  ],
  ["POST /account/apikeys", { label: "x", permissions: { dns: { mode: "r", ids: [1] } } }, /permissions.dns.all/],
  [
    "POST /account/apikeys",
    { label: "x", permissions: {}, expires_at: 1_700_000_000 },
    /expires_at must be in the fut/,
  ],
  [
    "POST /deploy/servers",
    { pid: 1, price_id: 1, region_id: 1, os_id: 12, quantity: 2, hostnames: ["a.example.no"] },
    /hostnames must be one per server: 1 were given for a quantity of 2/,
  ],
  [
    "POST /deploy/servers",
    { pid: 1, price_id: 1, region_id: 1, os_id: 12, quantity: 2, hostnames: ["a.no", "a.no"] },
    /hostnames must be different/,
  ],
  ["PUT /dns/zones/{zone_id}/nameservers", { zone_id: 1, nameservers: ["a.no", "A.no."] }, /at least 2 different/],
  [
    "PUT /dns/zones/{zone_id}/nameservers",
    { zone_id: 1, nameservers: ["a.no", "192.0.2.1:53"] },
    /must be a host name/,
  ],
  ["POST /dns/zones", { zone_name: "a.no", transfer_domain: true }, /auth_code is required to transfer/],
  [
    "POST /dns/zones/ptr",
    { prefix: "1", ip_version: "ipv4", zone_name: "a.no" },
    /must end with .in-addr.arpa for ipv4/,
  ],
  ["GET /dns/domains/check/{domain}", { domain: "example.com" }, /domain must be a .no domain/],
  [
    "GET /dns/dyndns",
    { hostname: Array.from({ length: 21 }, (_, index) => `h${index}.example.no`).join(",") },
    /hostname must name at most 20/,
  ],
  [
    "POST /account/apikeys",
    { label: "x", permissions: { dns: { mode: "rw" } } },
    /^permissions\.dns\.all is required$/,
  ],
  ["POST /account/apikeys", { label: "x", permissions: { dnss: {} } }, /^permissions\.dnss is not known$/],
  ["POST /account/apikeys", { label: "x", permissions: 5 }, /^permissions must be an object, not 5$/],
  ["POST /webhosting/{id}/files/delete", { id: 7, paths: [] }, /paths must have at least 1 entry/],
];

describe("an operation", () => {
  it("is described beyond its summary, so that nobody is surprised by what it does besides", () => {
    for (const { entry, route } of operations) expect(entry.description, route).toMatch(/^\S.{8,}[.)]$/s);
  });

  it.each([
    ["POST /dns/zones/{zone_id}/redirect", /A records/],
    ["PUT /dns/zones/{zone_id}/dnssec", /DS records to Norid/],
    ["PUT /dns/zones/{zone_id}/nameservers", /authoritative/],
    ["DELETE /dns/zones/{zone_id}", /registered domain is protected/],
    ["PUT /servers/{id}/ipv4/{ip_id}", /bill moves along/],
    ["PUT /account/clients/{id}", /clears the invoice routing/],
    ["PUT /webhosting/{id}/email-dkim", /DNS record is changed as well/],
  ])("tells its side effect: %s", (route, effect) => {
    expect(entryOf(route).description).toMatch(effect);
  });
});

describe("requests", () => {
  it.each(shown)("are taken as the document shows them: %s", (route, given) => {
    expect(problemsOf(route, given)).toEqual([]);
  });

  it.each(otherWays)("are taken the other way: %s %j", (route, given) => {
    expect(problemsOf(route, given)).toEqual([]);
  });

  it.each(refused)("are refused before they are sent: %s %j", (route, given, problem) => {
    expect(problemsOf(route, given)).toContainEqual(expect.stringMatching(problem));
  });
});
