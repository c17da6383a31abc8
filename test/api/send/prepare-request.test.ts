import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/index.ts";
import { clientOf, failureOf, serveInTurn } from "../loopback.ts";

describe("a request", () => {
  it("has its parts percent-encoded", async () => {
    const server = await serveInTurn({});
    const { dns, webhosting } = clientOf(server);
    await webhosting.email.delete({ id: 7, email: "post+a/b@blå.no" });
    await dns.deleteRecord({ zone_id: 1, record_id: "ab?c", name: "@", type: "TXT", value: "a&b=c #1 ø" });
    expect(server.received.map(({ url }) => url)).toEqual([
      "/api/v0/webhosting/7/emails/post%2Ba%2Fb%40bl%C3%A5.no",
      "/api/v0/dns/zones/1/records/ab%3Fc?name=%40&type=TXT&value=a%26b%3Dc%20%231%20%C3%B8",
    ]);
  });

  it("has a JSON body with the types that were given, also with DELETE", async () => {
    const server = await serveInTurn({});
    await clientOf(server).deploy.cancelWaitlist({ order_id: 5 });
    expect(server.received[0]).toMatchObject({ method: "DELETE", body: '{"order_id":5}' });
    expect(server.received[0]?.headers["content-type"]).toBe("application/json");
  });

  it("has no body and no content type where there is nothing to send", async () => {
    const server = await serveInTurn({});
    await clientOf(server).dns.deleteZone({ zone_id: 1 });
    expect(server.received[0]?.body).toBe("");
    expect(server.received[0]?.headers["content-type"]).toBeUndefined();
  });

  it("leaves out what is undefined", async () => {
    const server = await serveInTurn({});
    await clientOf(server).dns.createZone({ zone_name: "a.no", zone_type: undefined });
    expect(server.received[0]?.body).toBe('{"zone_name":"a.no"}');
  });

  it.each([[""], ["."], [".."]])("is refused with %j in the path: it would be another request", async (email) => {
    const server = await serveInTurn({});
    const call = clientOf(server).webhosting.email.delete({ id: 7, email });
    expect(await failureOf(call)).toBeInstanceOf(InputError);
    expect(server.received).toEqual([]);
  });

  it("is refused with everything that is wrong at once", async () => {
    const server = await serveInTurn({});
    const wrong = { zone_id: "", record_ttl: -1.5, record_vaule: "x", record_type: 5 } as never; // as JavaScript may call it
    const error = await failureOf(clientOf(server).dns.createRecord(wrong));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ mayHaveHappened: false, status: null });
    const { problems } = error as InputError; // just checked
    expect(problems.join("\n")).toMatch(/record_vaule is not a parameter .* did you mean record_value\?/);
    expect(problems.join("\n")).toMatch(/zone_id must/);
    expect(problems.join("\n")).toMatch(/record_ttl must be a whole number/);
    expect(problems.join("\n")).toMatch(/record_ttl must be at least 0/);
    expect(problems.join("\n")).toMatch(/record_value is required/);
    expect(problems.join("\n")).toMatch(/record_type must be a string, not 5/);
    expect(server.received).toEqual([]);
  });

  it("is told that a text must not be empty, without a word about its length", async () => {
    const { dns } = clientOf(await serveInTurn({}));
    const error = await failureOf(dns.createRecord({ zone_id: 1, record_value: "" }));
    expect((error as InputError).problems).toEqual(["record_value must not be empty"]); // nothing else can be refused here
  });

  it("is refused for what the server would take for something else", async () => {
    const { dns } = clientOf(await serveInTurn({}));
    const error = await failureOf(dns.createRecord({ zone_id: 1, record_type: "AAAA", record_value: "192.0.2.1" }));
    expect(error.message).toContain("not an IPv6 address");
  });
});

it("can be looked at before it is sent, with its secrets masked", async () => {
  const server = await serveInTurn({});
  const gigahost = clientOf(server);
  const preview = await gigahost.preview("dns.createZone", { zone_name: "a.no", auth_code: "x1" });
  expect(preview).toEqual({
    method: "POST",
    url: `${server.baseUrl}/dns/zones`,
    headers: { accept: "application/json", authorization: "***", "content-type": "application/json" },
    body: { zone_name: "a.no", auth_code: "***" },
  });
  await expect(gigahost.preview("dns.createZone", {})).rejects.toThrow("zone_name is required");
  expect(server.received).toEqual([]);
});
