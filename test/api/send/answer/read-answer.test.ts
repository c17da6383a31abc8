import { describe, expect, it } from "vitest";
import { AnswerError, GigahostError, NotFoundError, PermissionError, ServerError } from "../../../../src/index.ts";
import { clientOf, failureOf, serveInTurn } from "../../loopback.ts";

const ok = { status: 200, status_message: "200 OK" };
const answered = async (body: unknown, headers = {}) => clientOf(await serveInTurn({ body, headers }));

describe("the envelope", () => {
  it("gives data", async () => {
    const { dns } = await answered({ meta: ok, data: { domain: "a.no", available: true, reason: "" } });
    expect(await dns.checkDomain({ domain: "a.no" })).toEqual({ domain: "a.no", available: true, reason: "" });
  });

  it.each([[[]], [null], [{}], [undefined]])("takes data %j for an object with nothing to say", async (data) => {
    const gigahost = await answered({ meta: ok, data });
    expect(await gigahost.dns.deleteZone({ zone_id: 1 })).toEqual({});
    expect(await gigahost.webhosting.list()).toEqual({ hosting: [] });
  });

  it.each([[[]], [null], [{}], [undefined]])("takes data %j for a list of nothing", async (data) => {
    expect(await (await answered({ meta: ok, data })).dns.listZones()).toEqual([]);
  });

  it("takes the only element of an array for the object, as a created zone and a server come", async () => {
    const gigahost = await answered({ meta: ok, data: [{ zone_id: "5", srv_id: "5", location: [] }] });
    expect(await gigahost.dns.createZone({ zone_name: "a.no" })).toMatchObject({ zone_id: "5" });
    expect(await gigahost.servers.get({ id: 5 })).toMatchObject({ srv_id: "5", location: {} });
  });

  it("mends an empty array inside, too", async () => {
    const { servers } = await answered({ meta: ok, data: [{ srv_id: "5", location: [] }, { srv_id: "6" }] });
    expect(await servers.list()).toEqual([{ srv_id: "5", location: expect.anything() }, { srv_id: "6" }]);
  });

  it("understands a server without meta", async () => {
    expect(await (await answered({ data: [{ zone_id: 1 }] })).dns.listZones()).toEqual([{ zone_id: 1 }]);
    expect(await (await answered([{ zone_id: 1 }])).dns.listZones()).toEqual([{ zone_id: 1 }]);
  });

  it("finds the payload in meta, or beside it", async () => {
    const inMeta = await answered({ meta: { ...ok, powerstate: true, timestamp: 5 } });
    expect(await inMeta.servers.getPowerState({ id: 1 })).toEqual({ powerstate: true, timestamp: 5 });
    const beside = await answered({ meta: ok, powerstate: false, timestamp: 5 });
    expect(await beside.servers.getPowerState({ id: 1 })).toEqual({ powerstate: false, timestamp: 5 });
  });

  it("gives a flat answer as it is", async () => {
    const { my } = await answered({ success: true, invoices: [] });
    expect(await my.listInvoices()).toEqual({ success: true, invoices: [] });
  });

  it("gives text whatever it looks like", async () => {
    const { dns } = await answered("good 192.0.2.1\nnohost\n");
    expect(await dns.updateDyndns({ hostname: "a.no,b.no" })).toBe("good 192.0.2.1\nnohost\n");
  });

  it("takes both forms of a file's content", async () => {
    const file = { id: 1, path: "/a" };
    expect(await (await answered("<html>mine</html>")).webhosting.files.read(file)).toBe("<html>mine</html>");
    expect(await (await answered({ meta: ok, data: { text: "x" } })).webhosting.files.read(file)).toEqual({
      text: "x",
    });
  });

  it("keeps what the server says besides, the status, the headers and the raw body", async () => {
    const body = { meta: { ...ok, message: "Sonen er slettet" }, data: [] };
    const { dns } = await answered(body, { "x-request-id": "7" });
    expect(await dns.deleteZone({ zone_id: 1 }).withResponse()).toMatchObject({
      result: {},
      message: "Sonen er slettet",
      status: 200,
      headers: { "x-request-id": "7" },
      body: JSON.stringify(body),
      retryAfterMs: null,
    });
  });

  it("never refuses an answer for its fields, and tells a surprise once, without its values", async () => {
    const lines: unknown[] = [];
    const body = { meta: ok, data: [{ zone_id: 1, zone_name: "example.no", zone_type: { secret: "value" }, more: 1 }] };
    const gigahost = clientOf(await serveInTurn({ body }), {
      logger: { debug: (fields, message) => lines.push([message, fields]) },
    });
    expect(await gigahost.dns.listZones()).toEqual(body.data);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines[1])).toContain("zone_type: expected");
    expect(JSON.stringify(lines)).not.toContain('value"');
  });
});

describe("an answer of an unexpected shape", () => {
  const deep = (levels: number) => `{"data":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  const nested = (levels: number) => `${'{"data":'.repeat(levels)}1${"}".repeat(levels)}`;

  it.each([
    ['"x"', "a list is expected, not a string"],
    ['{"data":5}', "a list is expected, not a number"],
    ['{"data":"x"}', "a list is expected, not a string"],
    ['{"data":{"zone_id":1}}', "a list is expected, not an object"],
    ['{"data":[null]}', "entry 1 of the list is nothing"],
    ['{"data":[{"zone_id":1,"zone_name":"a.no"},7]}', "entry 2 of the list is a number"],
    ['{"data":[{"zone_id":1,"zone_name":"a.no"},{"zone_id":null}]}', "entry 2 of the list has no zone_id"],
    ['{"data":[{"zone_id":{},"zone_name":"a.no"}]}', "entry 1 of the list has no zone_id"],
    ['{"data":[{"zone_id":"","zone_name":"a.no"}]}', "entry 1 of the list has no zone_id"],
    ['{"data":[{"zone_id":"../1","zone_name":"a.no"}]}', "entry 1 of the list has no zone_id"],
    ['{"data":[{"zone_id":1,"zone_name":null}]}', "entry 1 of the list has no zone_name"],
    ['{"data":[{"zone_id":1,"zone_name":["a.no"]}]}', "entry 1 of the list has no zone_name"],
    ["{}", "a list is expected, not an object"],
    ['{"data":{}}', "a list is expected, not an object"],
    ['{"data":null}', "a list is expected, not nothing"],
    ['{"data":[{"zone_name":"example.no"}]}', "entry 1 of the list has no zone_id"],
    [deep(100_000), "not JSON"],
    [nested(100_000), "not JSON"],
    [deep(501), "not JSON"],
    ["", "not JSON"],
  ])("is an AnswerError where a list is asked for: %.60s", async (body, words) => {
    const error = await failureOf((await answered(body)).dns.listZones());
    expect(error).toBeInstanceOf(AnswerError);
    expect(error).toMatchObject({ status: 200, mayHaveHappened: false });
    expect(error.message).toContain(words);
  });

  it.each([
    ['"x"', "an object is expected, not a string"],
    ['{"data":5}', "an object is expected, not a number"],
    ['{"data":[null]}', "an object is expected, not nothing"],
    ['{"data":[1,2]}', "an object is expected, not a list"],
  ])("is an AnswerError where an object is asked for: %s", async (body, words) => {
    const error = await failureOf((await answered(body)).dns.checkDomain({ domain: "a.no" }));
    expect(error).toBeInstanceOf(AnswerError);
    expect(error.message).toContain(words);
  });

  it.each([
    ['{"data":{"servers":5}}', "a list is expected, not a number"],
    ['{"data":{"servers":[null]}}', "entry 1 of the list is nothing"],
  ])("is an AnswerError where a list in an object is asked for: %s", async (body, words) => {
    const error = await failureOf((await answered(body)).deploy.getStatus({ ids: "1" }));
    expect(error).toBeInstanceOf(AnswerError);
    expect(error.message).toContain(words);
  });

  it("takes no write for failed, since what it did is done", async () => {
    const gigahost = await answered('{"data":5}');
    await expect(gigahost.dns.deleteZone({ zone_id: 1 })).resolves.toBe(5);
    expect(await (await answered("")).dns.deleteZone({ zone_id: 1 })).toEqual({});
  });

  it("refuses with any status, however deep the words are", async () => {
    const server = await serveInTurn({ status: 400, body: `{"meta":{"message":"no","reason":${"[".repeat(100_000)}` });
    expect(await failureOf(clientOf(server).dns.listZones())).toMatchObject({ name: "RequestError", status: 400 });
    const details = `{"meta":{"message":"no","reason":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
    const other = await serveInTurn({ status: 400, body: details });
    expect(await failureOf(clientOf(other).dns.listZones())).toMatchObject({ name: "RequestError", status: 400 });
  });

  it("is none with many brackets in a text", async () => {
    const value = "[{".repeat(1000);
    const records = [
      { record_id: "1", record_name: "a", record_type: "TXT", record_value: `\\"${value}`, record_ttl: 60 },
    ];
    const gigahost = await answered({ meta: ok, data: records });
    expect(await gigahost.dns.listRecords({ zone_id: 1 })).toEqual(records);
  });
});

describe("a refusal", () => {
  it.each([
    [400, "RequestError"],
    [401, "AuthenticationError"],
    [402, "RequestError"],
    [403, "PermissionError"],
    [404, "NotFoundError"],
    [405, "RequestError"],
    [418, "RequestError"],
    [429, "RateLimitError"],
    [500, "ServerError"],
  ])("with HTTP %i is a %s", async (status, name) => {
    const server = await serveInTurn({ status, body: { meta: { status, message: "Nei" }, data: [] } });
    const error = await failureOf(clientOf(server, { retries: 0 }).dns.createZone({ zone_name: "a.no" }));
    expect(error).toBeInstanceOf(GigahostError);
    expect(error).toMatchObject({ name, status, operation: "dns.createZone", serverSaid: "Nei" });
    expect(error.message).toContain(`HTTP ${status}: Nei`);
    expect(error).toMatchObject({ mayHaveHappened: status === 500 });
  });

  it("has the words of meta.error with what stands beside them", async () => {
    const meta = { status: 402, error: "Balance too low", reason: "balance", required: 500, balance: 12 };
    const { deploy } = clientOf(await serveInTurn({ status: 402, body: { meta } }));
    expect(await failureOf(deploy.cancelWaitlist({ order_id: 1 }))).toMatchObject({
      serverSaid: "Balance too low",
      details: { reason: "balance", required: 500, balance: 12 },
    });
  });

  it("counts when only meta says so", async () => {
    const { dns } = await answered({ meta: { status: 404, message: "No such zone" }, data: [] });
    expect(await failureOf(dns.listRecords({ zone_id: 9 }))).toBeInstanceOf(NotFoundError);
  });

  it("may be HTML, which isn't shown", async () => {
    const server = await serveInTurn({ status: 502, body: "<html><h1>Bad Gateway</h1></html>" });
    const error = await failureOf(clientOf(server, { retries: 0 }).dns.listZones());
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).not.toContain("<");
  });

  it.each([401, 403])("of a page with HTTP %i says nothing of the credential", async (status) => {
    for (const body of ["<html><h1>Log in</h1></html>", "<center>Log in</center>"]) {
      const error = await failureOf(clientOf(await serveInTurn({ status, body })).dns.listZones());
      expect(error).toMatchObject({ status, isPage: true });
      expect(error.message).toContain(`an HTML page came instead of the API's answer (HTTP ${status})`);
    }
  });

  it("of a missing permission says what to do", async () => {
    const server = await serveInTurn({ status: 403, body: { meta: { status: 403 } } });
    const error = await failureOf(clientOf(server).dns.listZones());
    expect(error).toBeInstanceOf(PermissionError);
    expect(error.message).toContain("permission");
  });
});

it("says of an answer that is not JSON that it can't be read", async () => {
  const { dns } = await answered("<html>Please log in to the hotel network</html>");
  const error = await failureOf(dns.listZones());
  expect(error).toBeInstanceOf(AnswerError);
  expect(error.message).toContain("can't be read");
});

it("gives the raw answer whatever the status", async () => {
  const server = await serveInTurn({ status: 401, headers: { "retry-after": "30" }, body: "badauth" });
  const raw = await clientOf(server).dns.updateDyndns({ hostname: "a.no" }, { retries: 0 }).rawResponse();
  expect(raw).toMatchObject({ status: 401, body: "badauth", retryAfterMs: 30_000 });
});
