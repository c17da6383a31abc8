import { describe, expect, it } from "vitest";
import { AuthenticationError, InputError } from "../../../src/index.ts";
import { apiKey, clientOf, failureOf, serve } from "../loopback.ts";

const user = { username: "øla+dns@example.no", password: 'pæss: #$"word' };

/** Knows one token at a time; each log-in makes the next one. */
async function serveSessions(options: { refuseLogin?: boolean; expireAfter?: number } = {}) {
  let current = 0;
  let uses = 0;
  const server = await serve(({ url, headers }, response) => {
    if (url === "/api/v0/authenticate") {
      if (options.refuseLogin)
        return void response.writeHead(401).end('{"meta":{"status":401,"message":"Feil"},"data":[]}');
      current++;
      uses = 0;
      const data = { token: `token-${current}-secret`, token_expire: 1_900_000_000, ga_secret: "JBSWY3DPEHPK3PXP" };
      return void response.end(JSON.stringify({ meta: { status: 200 }, data }));
    }
    const isGood = headers.authorization === `Bearer token-${current}-secret` && uses++ < (options.expireAfter ?? 1e9);
    response.writeHead(isGood ? 200 : 401).end('{"meta":{},"data":[]}');
  });
  const logins = () => server.received.filter(({ url }) => url.endsWith("/authenticate"));
  return { ...server, logins };
}

describe("authentication", () => {
  it("sends an API key as a bearer token", async () => {
    const server = await serve((_, response) => void response.end('{"data":[]}'));
    await clientOf(server).dns.listZones();
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  it("sends user name and password in UTF-8, not percent-encoded", async () => {
    const server = await serve((_, response) => void response.end('{"data":[]}'));
    await clientOf(server, user).dns.listZones();
    const [scheme, text = ""] = server.received[0]?.headers.authorization?.split(" ") ?? [];
    expect(scheme).toBe("Basic");
    expect(Buffer.from(text, "base64").toString("utf8")).toBe(`${user.username}:${user.password}`);
  });

  it("logs in once for many calls, and a code keeps its leading zero", async () => {
    const server = await serveSessions();
    const { dns } = clientOf(server, { ...user, session: true, code: "012345" });
    await Promise.all([dns.listZones(), dns.listZones(), dns.listRecords({ zone_id: 1 })]);
    expect(server.logins().map(({ body }) => JSON.parse(body))).toEqual([{ ...user, code: "012345" }]);
    expect(server.logins()[0]?.headers.authorization).toBeUndefined();
  });

  it("logs in anew once, for all calls together, when the token is no longer taken", async () => {
    const server = await serveSessions({ expireAfter: 3 });
    const { dns } = clientOf(server, { ...user, session: true });
    await Promise.all([dns.listZones(), dns.listZones(), dns.listZones()]);
    await Promise.all([dns.listZones(), dns.listZones(), dns.listZones()]);
    expect(server.logins()).toHaveLength(2);
    expect(server.received).toHaveLength(2 + 6 + 3);
  });

  it("replays a call only once", async () => {
    const server = await serveSessions({ expireAfter: 0 });
    const error = await failureOf(clientOf(server, { ...user, session: true }).dns.listZones());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(server.received).toHaveLength(4);
  });

  it("tells that the log-in was refused, and tries again at the next call", async () => {
    const server = await serveSessions({ refuseLogin: true });
    const { dns } = clientOf(server, { ...user, session: true });
    expect(await failureOf(dns.listZones())).toMatchObject({ operation: "authentication.logIn", status: 401 });
    await failureOf(dns.listZones());
    expect(server.logins()).toHaveLength(2);
  });

  it("asks for a new code at each log-in where it is a function", async () => {
    const server = await serveSessions({ expireAfter: 1 });
    let next = 100_000;
    const { dns } = clientOf(server, { ...user, session: true, code: async () => String(next++) });
    await dns.listZones();
    await dns.listZones();
    expect(server.logins().map(({ body }) => JSON.parse(body).code)).toEqual(["100000", "100001"]);
  });

  it("sends no credential where none is needed, and nothing at all without one elsewhere", async () => {
    const server = await serve((_, response) => void response.end("{}"));
    const gigahost = clientOf(server, { anonymous: true });
    await gigahost.authentication.logIn(user);
    expect(server.received[0]?.headers.authorization).toBeUndefined();
    expect(await failureOf(gigahost.dns.listZones())).toBeInstanceOf(InputError);
    expect(server.received).toHaveLength(1);
  });
});
