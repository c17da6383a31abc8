import { describe, expect, it } from "vitest";
import { Gigahost, type GigahostOptions, InputError } from "../../src/index.ts";
import { apiKey, clientOf, failureOf, serveInTurn } from "./loopback.ts";

describe("a client", () => {
  it("has every section and operation by name, nested sections too", async () => {
    const server = await serveInTurn({});
    const gigahost = clientOf(server);
    await gigahost.dns.listZones();
    await gigahost.webhosting.files.list({ id: 7, path: "/public_html", page: 2 });
    await gigahost.call("webhosting.files.list", { id: 7 });
    expect(server.received.map(({ url }) => url)).toEqual([
      "/api/v0/dns/zones",
      "/api/v0/webhosting/7/files/list?path=%2Fpublic_html&page=2",
      "/api/v0/webhosting/7/files/list",
    ]);
  });

  it("gives the same section and operation each time", () => {
    const gigahost = new Gigahost({ apiKey });
    expect(gigahost.dns).toBe(gigahost.dns);
    expect(gigahost.dns.listZones).toBe(gigahost.dns.listZones);
  });

  it("isn't taken for a promise, nor are its sections", async () => {
    const gigahost = new Gigahost({ apiKey });
    expect(await gigahost).toBe(gigahost);
    expect(await gigahost.dns).toBe(gigahost.dns);
  });

  it.each([
    [{ apiKey: 5 }, "apiKey must be text"],
    [{ apiKey: ["a"] }, "apiKey must be text"],
    [{ username: "a", password: 12_345 }, "password must be text"],
    [{ apiKey: null }, "a credential is needed: apiKey, or username and password"],
    [{ apiKey: "a", baseUrl: 5 }, "baseUrl must be a URL such as https://api.gigahost.no/api/v0"],
  ])("says what is wrong with %j, as a program without types may give it", (options, problem) => {
    expect(() => new Gigahost(options as unknown as GigahostOptions)).toThrow(
      expect.objectContaining({ name: "InputError", problems: [problem] }),
    );
  });

  it.each([
    ["dns.listZone", "did you mean listZones?"],
    ["dsn.listZones", "did you mean dns?"],
    ["dns.__proto__", "no such operation"],
    ["nothing", "no such section"],
  ])("says of %s what was probably meant", async (name, hint) => {
    const error = await failureOf(new Gigahost({ apiKey }).call(name));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(hint);
  });

  it("makes calls that are promises in every way", async () => {
    const { dns } = clientOf(await serveInTurn({ body: { data: [] } }));
    const call = dns.listZones();
    expect(await Promise.all([call, dns.listZones()])).toEqual([[], []]);
    expect(await call.finally(() => undefined)).toEqual([]);
    expect(await call.catch(() => "never")).toEqual([]);
    expect(Object.prototype.toString.call(call)).toBe("[object Call]");
    const failed = await failureOf(dns.listRecords({ zone_id: "" }));
    expect(await dns.listRecords({ zone_id: "" }).catch((error: Error) => error.message)).toBe(failed.message);
  });
});

const wrong: readonly [string, GigahostOptions, RegExp][] = [
  ["no credential", {} as GigahostOptions, /a credential is needed/],
  ["nothing at all", undefined as never, /a credential is needed/],
  ["an empty API key", { apiKey: "" }, /apiKey must/],
  ["two credentials", { apiKey, username: "a", password: "b" } as never, /not both/],
  ["an empty password", { username: "a@example.no", password: "" }, /must not be empty/],
  ["a colon in the user name", { username: "a:b", password: "c" }, /no colon/],
  ["plain http", { apiKey, baseUrl: "http://api.gigahost.no/api/v0" }, /must be https, except to loopback/],
  ["plain http to a name that only looks local", { apiKey, baseUrl: "http://127.0.0.1.example.no/" }, /must be https/],
  ["no URL", { apiKey, baseUrl: "api.gigahost.no" }, /baseUrl must be a URL/],
  ["a credential in the URL", { apiKey, baseUrl: "https://a:b@api.gigahost.no/" }, /no credential/],
  ["a line break in the user agent", { apiKey, userAgent: "a\r\nb: c" }, /userAgent/],
];

describe("its options", () => {
  it.each(wrong)("are refused with %s", (_, options, message) => {
    expect(() => new Gigahost(options)).toThrow(message);
  });

  it.each([
    ["http://localhost:8080/api/v0"],
    ["http://127.0.0.2/x/"],
    ["http://[::1]:1/"],
    ["https://proxy.example.no/g"],
  ])("take %s for a base URL", (baseUrl) => {
    expect(new Gigahost({ apiKey, baseUrl })).toBeInstanceOf(Gigahost);
  });
});
