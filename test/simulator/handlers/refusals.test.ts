import { describe, expect, it } from "vitest";
import { defaultAccount } from "../../../src/simulator/simulator-options.ts";
import { ask, basic, simulated } from "../simulated.ts";

type Case = readonly [request: string, body: object | null, status: number];

const at = "/webhosting/1234";
const person = { email: "a@b.no", applicant_name: "A", zip_code: "0123", city: "Oslo" };
const permissions = { dns: { mode: "rw", all: true } };

/** What the server refuses although the table lets it pass. */
const cases: readonly Case[] = [
  ["GET /dns/lookup/organization/12", null, 400],
  ["GET /dns/domains/check/example.com", null, 400],
  ["POST /dns/domains/register", { domain_name: "new.no", registrant_type: "person", ...person }, 400],
  ["POST /dns/domains/register", { domain_name: "new.com", registrant_type: "person", pid: "N.PRI.1", ...person }, 400],
  ["POST /dns/domains/register", { domain_name: "example.no", registrant_type: "cat", ...person }, 400],
  ["POST /dns/zones", { zone_name: "no spaces.no" }, 400],
  ["POST /dns/zones", { zone_name: "new.no", zone_type: "OTHER" }, 400],
  ["POST /dns/zones", { zone_name: "new.no", transfer_domain: true }, 400],
  ["POST /dns/zones/ptr", { prefix: "2a03::", ip_version: "ipv6", zone_name: "x.arpa" }, 400],
  ["POST /dns/zones/ptr", { prefix: "1.2", ip_version: "ipv5", zone_name: "2.1.in-addr.arpa" }, 400],
  ["GET /dns/zones/7/registrant", null, 403],
  ["PUT /dns/zones/7/auto-renew", { auto_renew: 1 }, 403],
  ["PUT /dns/zones/7/auto-renew", { auto_renew: 2 }, 400],
  ["PUT /dns/zones/7/nameservers", { nameservers: ["a.no", "b.no"] }, 403],
  ["PUT /dns/zones/7/nameservers", { nameservers: ["a.no"] }, 400],
  ["PUT /dns/zones/7/registrant-email", { email: "a@b.no" }, 403],
  ["PUT /dns/zones/8/registrant", { registrant_type: "person", pid: "x", ...person, agree_to_terms: false }, 400],
  ["PUT /dns/zones/8/registrant-email", { email: "nonsense" }, 400],
  ["PUT /dns/zones/8/dnssec", { enable: 2 }, 400],
  ["POST /dns/zones/9/ds-records/external", { ds_records: [] }, 400],
  ["POST /dns/zones/9/ds-records/external", { ds_records: [{ keyTag: 70_000 }] }, 400],
  ["POST /dns/zones/9/ds-records/external", { ds_records: [{ keyTag: 1, alg: 99 }] }, 400],
  ["POST /dns/zones/9/redirect", { target_url: "https://a.no" }, 400],
  ["POST /dns/zones/7/redirect", { target_url: "ftp://a.no" }, 400],
  ["PUT /dns/zones/7/redirect", { source: "none", target_url: "https://a.no" }, 404],
  ["DELETE /dns/zones/7/redirect?source=none", null, 404],
  ["PUT /account", { cust_city: "<b>Oslo" }, 400],
  ["PUT /account/language", { contact_language: "sv" }, 400],
  ["POST /account/topup", { currency: "sek", amount: 100 }, 400],
  ["POST /account/topup", { currency: "nok", amount: 99 }, 400],
  ["POST /account", { name: "A", username: "a@b.no", accesslevel: "king" }, 400],
  ["GET /account/user/99", null, 404],
  ["PUT /account/user/6", { contact_name: "A", contact_username: "a@b", contact_access_level: "king" }, 400],
  ["PUT /account/user/6/server", { srv_id: 1 }, 404],
  ["DELETE /account/user/6/server/1", null, 404],
  ["POST /account/password", { current: "wrong", new: "long enough" }, 400],
  ["POST /account/password", { current: defaultAccount.password, new: "short" }, 400],
  ["POST /account/validate", { hash: "short" }, 400],
  ["POST /account/2fa", { type: "enable", code: 12345 }, 400],
  ["POST /account/2fa", { type: "other", code: "123456" }, 400],
  ["POST /account/passkey", { step: "finish" }, 400],
  ["DELETE /account/passkey/99", null, 404],
  ["GET /account/apikeys/99", null, 404],
  ["POST /account/apikeys", { label: "", permissions }, 400],
  ["POST /account/apikeys", { label: "x", permissions, expires_at: 1 }, 400],
  ["POST /account/apikeys", { label: "x", permissions: { dns: { mode: "w" } } }, 400],
  ["PUT /account/apikeys/1", {}, 400],
  ["GET /account/apikeys/1/log?limit=201", null, 400],
  ["GET /account/clients/99", null, 404],
  ["POST /account/clients", { name: "A", password: "short" }, 400],
  ["GET /account/dpa/99", null, 404],
  ["POST /account/dpa", { data_types: "personal", affected_groups: [] }, 400],
  ["POST /bgp/asn", { asn: "AS212345" }, 400],
  ["POST /bgp/asn", { asn: "twelve" }, 400],
  ["POST /bgp/9/session", { redundant: 0, defaultroute: 0, ip_id_v4: "1" }, 400],
  ["POST /bgp/1/session", { redundant: 0, defaultroute: 0 }, 400],
  ["DELETE /bgp/9/session", null, 404],
  ["POST /servers/3523/reinstall", { os_id: 1, language: "a", keyboard: "b", timezone: "c", hostname: "d" }, 400],
  ["POST /servers/3523/reinstall", { os_id: 72, language: "a", keyboard: "b", timezone: "", hostname: "d" }, 400],
  ["POST /servers/3523/isos", { iso_id: "1" }, 404],
  ["POST /servers/3524/upgrade", { pkg_id: "3" }, 400],
  ["PUT /servers/3523/reverse", { ip_id: "1", dns: "a.no" }, 404],
  ["PUT /servers/3523/reverse", { ip_id: "1", sub_id: "2", dns: "a.no" }, 400],
  ["PUT /servers/3523/ipv4/7796", { target_srv_id: "3523" }, 400],
  ["PUT /servers/3523/ipv4/1", { target_srv_id: "3524" }, 400],
  ["DELETE /servers/3523/snapshot/9", null, 404],
  ["POST /deploy/servers", { price_id: 1, region_id: 1, os_id: 1 }, 400],
  ["POST /deploy/servers", { pid: 1, price_id: 1, region_id: 1 }, 400],
  ["DELETE /deploy/waitlist", { order_id: 1 }, 404],
  ["DELETE /deploy/waitlist", { notify_id: 1 }, 404],
  ["GET /webhosting/1", null, 404],
  ["POST /webhosting", { zone_id: 7, product_id: 1, billing_period: 2 }, 400],
  ["POST /webhosting", { zone_id: 99, product_id: 1, billing_period: 1 }, 404],
  [`PUT ${at}`, { product_id: 3 }, 400],
  [`POST ${at}/emails`, { email: "post", password: "x" }, 400],
  [`POST ${at}/emails`, { email: "a@b", password: "x" }, 400],
  [`PUT ${at}/emails/post%40example.no/quota`, { quota: -1 }, 400],
  [`PUT ${at}/emails/none%40example.no/password`, { password: "x" }, 404],
  [`POST ${at}/email-forwarders`, { user: "info", destinations: "a@b.no" }, 400],
  [`POST ${at}/email-forwarders`, { user: "new", destinations: "" }, 400],
  [`PUT ${at}/email-forwarders/none`, { destinations: "a@b.no" }, 404],
  [`GET ${at}/autoresponders/none%40example.no`, null, 404],
  [`POST ${at}/autoresponders`, { user: "ferie" }, 400],
  [`PUT ${at}/email-dkim`, { enable: 1 }, 400],
  [`POST ${at}/databases`, { name: "no-dash", password: "x" }, 400],
  [`DELETE ${at}/databases/none`, null, 404],
  [`POST ${at}/ftp`, { username: "exampleno_web", password: "x" }, 400],
  [`DELETE ${at}/ftp/none`, null, 404],
  [`POST ${at}/subdomain`, { subdomain: "blog" }, 400],
  [`POST ${at}/subdomain`, { subdomain: "a.b" }, 400],
  [`DELETE ${at}/subdomain/none`, null, 404],
  [`GET ${at}/files/tree?path=/none`, null, 404],
  [`GET ${at}/files/list?path=/public_html&page=0`, null, 400],
  [`GET ${at}/files/edit?path=/none`, null, 404],
  [`GET ${at}/files/download?path=/../../etc/passwd`, null, 404],
  [`POST ${at}/files/create`, { path: "/public_html", filename: "index.html" }, 400],
  [`POST ${at}/files/folder`, { path: "/", name: "public_html" }, 400],
  [`POST ${at}/files/rename`, { path: "/", old: "none", filename: "some" }, 404],
  [`POST ${at}/files/delete`, { paths: ["/"] }, 400],
  [`POST ${at}/files/delete`, { paths: ["/none"] }, 404],
  [`POST ${at}/install`, { app: "none" }, 400],
  [`POST ${at}/install/none/update`, null, 404],
  [`POST ${at}/install/wp1/backups`, { action: "burn" }, 400],
  [`POST ${at}/install/wp1/backups`, { action: "backup", location: "new" }, 400],
  [`GET ${at}/install/wp1/backups/none/download`, null, 404],
  [`POST ${at}/ssl`, { hostnames: ["other.no"] }, 400],
  [`POST ${at}/ssl`, { hostnames: ["example.no"], keysize: "rsa_1024" }, 400],
  [`POST ${at}/backups`, { action: "restore", filename: "none" }, 404],
  [`DELETE ${at}/backups`, { filename: "none" }, 404],
];

const zones = [
  { name: "example.no", id: "7" },
  { name: "mine.no", id: "8", registered: true },
  { name: "abroad.no", id: "9", externalDns: true },
];

describe("the server refuses", () => {
  it.each(cases)("%s %j with %i", async (request, body, status) => {
    const simulator = await simulated({ zones, habits: { zoneWriteMs: 0 } });
    const authorization = basic(defaultAccount.username, defaultAccount.password);
    const answer = await ask(simulator, request, { authorization, ...(body === null ? {} : { body }) });
    const { meta, data } = answer.json;
    expect(answer.status).toBe(status);
    expect(data).toEqual([]);
    expect(meta.message ?? meta.error).toEqual(expect.any(String));
    // Both kinds of wording, never both at once.
    expect("message" in meta && "error" in meta).toBe(false);
  });
});
