import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { listAcmeDnsAccounts } from "../../src/gateway/acme/subdomain.ts";
import { createFakeClock } from "../schedule/fake-clock.ts";
import { as, makeClient, password, startGateway } from "./start-gateway.ts";

const value = "v".repeat(43);
const client = makeClient({ acme: ["www.example.no", "example.no"] });
const accounts = listAcmeDnsAccounts(client, password);

const post = async (url: string, body: unknown, headers: Record<string, string>) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(url, { method: "POST", body: text, headers });
  return { status: answer.status, json: await answer.json() };
};
const key = { "x-api-user": "cabin", "x-api-key": password };

it("speaks acme-dns: each account sets the challenge of its own host", async () => {
  const { url, challenges } = await startGateway([client]);
  for (const [host, { subdomain, username, password: secret }] of Object.entries(accounts)) {
    const answer = await post(
      `${url}/acme-dns/update`,
      { subdomain, txt: value },
      { "x-api-user": username, "x-api-key": secret },
    );
    expect(answer).toEqual({ status: 200, json: { txt: value } });
    expect(challenges.get(host)).toEqual([value]);
  }
});

const subdomain = accounts["www.example.no"]?.subdomain ?? "";
it.each([
  [401, "forbidden", { subdomain, txt: value }, { ...key, "x-api-key": "wrong" }],
  [401, "forbidden", { subdomain, txt: value }, {}],
  [401, "forbidden", { subdomain: "c0ffee00-0000-0000-0000-000000000000", txt: value }, key],
  [400, "bad_subdomain", { subdomain: "two.labels", txt: value }, key],
  [400, "bad_subdomain", { txt: value }, key],
  [400, "bad_txt", { subdomain, txt: "v=spf1 -all" }, key],
  [400, "malformed_json_payload", "{", key],
] as const)("answers acme-dns with %i %s", async (status, error, body, headers) => {
  const { url, challenges } = await startGateway([client]);
  expect(await post(`${url}/acme-dns/update`, body, headers)).toEqual({ status, json: { error } });
  expect(challenges.size).toBe(0);
});

it("says in the log what a client set, and why it was refused, since acme-dns has one word for it", async () => {
  const { url, logged } = await startGateway([client]);
  const foreign = "c0ffee00-0000-0000-0000-000000000000";
  await post(`${url}/acme-dns/update`, { subdomain, txt: value }, key);
  await post(`${url}/acme-dns/update`, { subdomain: foreign, txt: value }, key);
  await post(`${url}/acme-dns/update`, { subdomain, txt: value }, { ...key, "x-api-key": "wrong" });
  await post(`${url}/httpreq/present`, { fqdn: "_acme-challenge.foreign.example.no.", value }, as("cabin"));
  expect(logged).toEqual([
    "cabin set a challenge for www.example.no",
    `the gateway refused cabin a challenge: the subdomain ${foreign} is not one of its accounts`,
    "the gateway refused a challenge from 127.0.0.1: the password for cabin is wrong",
    "the gateway refused cabin a challenge: _acme-challenge.foreign.example.no is not the challenge of a name that cabin may get certificates for",
  ]);
});

it("speaks httpreq, in both modes, and cleans up exactly what it is told to", async () => {
  const { url, challenges } = await startGateway([client]);
  const fqdn = "_acme-challenge.www.example.no.";
  const hash = createHash("sha256").update("token.key").digest("base64url");
  expect((await post(`${url}/httpreq/present`, { fqdn, value }, as("cabin"))).status).toBe(200);
  const raw = { domain: "*.www.example.no", token: "token", keyAuth: "token.key" };
  expect((await post(`${url}/httpreq/present`, raw, as("cabin"))).status).toBe(200);
  expect(challenges.get("www.example.no")).toEqual([value, hash]);
  expect((await post(`${url}/httpreq/cleanup`, { fqdn, value }, as("cabin"))).status).toBe(200);
  expect(challenges.get("www.example.no")).toEqual([hash]);
});

it.each([
  [403, { fqdn: "_acme-challenge.foreign.example.no.", value }, as("cabin")],
  [403, { fqdn: "www.example.no.", value }, as("cabin")],
  [400, { fqdn: "_acme-challenge.www.example.no.", value: "anything" }, as("cabin")],
  [400, {}, as("cabin")],
  [401, { fqdn: "_acme-challenge.www.example.no.", value }, as("cabin", "wrong")],
])("answers httpreq with %i", async (status, body, headers) => {
  const { url, challenges } = await startGateway([client]);
  const answer = await post(`${url}/httpreq/present`, body, headers);
  expect([answer.status, typeof (answer.json as { error?: unknown }).error, challenges.size]).toEqual([
    status,
    "string",
    0,
  ]);
});

it("answers before its clients give up, which is after 30 s, where Gigahost does not", async () => {
  const clock = createFakeClock();
  const asked = { count: 0, given: new Set<AbortSignal>() };
  const hang = async (_host: string, _value: string, signal: AbortSignal) => {
    asked.count++;
    asked.given.add(signal);
    await new Promise(() => undefined);
  };
  const findHost = async (hosts: readonly string[]) => hosts[0] ?? null;
  const { url } = await startGateway([client], {}, { clock, challenges: { present: hang, cleanUp: hang, findHost } });
  const body = { fqdn: "_acme-challenge.www.example.no.", value };
  const answers = [
    post(`${url}/httpreq/present`, body, as("cabin")),
    post(`${url}/httpreq/cleanup`, body, as("cabin")),
    post(`${url}/acme-dns/update`, { subdomain, txt: value }, key),
  ];
  await expect.poll(() => asked.count).toBe(3);
  await clock.pass(28_000);
  const late = { status: 502, json: { error: "Gigahost does not answer in time" } };
  expect(await Promise.all(answers)).toEqual([late, late, { status: 500, json: { error: "db_error" } }]);
  expect([...asked.given].map(({ aborted }) => aborted)).toEqual([true, true, true]);
});

it("lets a client set and take back the challenges of a hundred names in a minute, and none while another replica leads", async () => {
  const { url } = await startGateway([client]);
  const statuses: number[] = [];
  for (let turn = 0; turn < 201; turn++)
    statuses.push((await post(`${url}/acme-dns/update`, { subdomain, txt: value }, key)).status);
  expect([statuses[199], statuses[200]]).toEqual([200, 429]);
  const other = await startGateway([client], { standby: "pod-2 leads" });
  expect((await post(`${other.url}/acme-dns/update`, { subdomain, txt: value }, key)).status).toBe(503);
});
