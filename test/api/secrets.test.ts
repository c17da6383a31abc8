import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Mask } from "../../src/api/mask.ts";
import { Gigahost, type GigahostOptions } from "../../src/index.ts";
import { apiKey, clientOf, failureOf, serve, serveInTurn } from "./loopback.ts";

const password = 'p"ss w/rd+æ:#';
const user = { username: "ola@example.no", password };

/** Every way the error could be shown. */
const shown = (error: Error) =>
  [
    error.message,
    error.stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true }),
  ].join("\n");

const shapes = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
];

/** A server that gives back whatever it got, as error pages do. */
const serveEcho = (status: number) =>
  serve(({ headers, body, url }, response) => {
    const message = `${headers.authorization} ${url} ${body} ${shapes(password).join(" ")} ${apiKey}`;
    response.writeHead(status).end(JSON.stringify({ meta: { status, message, reason: message }, data: [] }));
  });

describe("no secret is in an error, whatever the server gives back", () => {
  it.each([[400], [401], [403], [429], [500]])("with HTTP %i", async (status) => {
    const server = await serveEcho(status);
    const options: Partial<GigahostOptions>[] = [{}, user, { ...user, session: true, code: "012345" }];
    for (const one of options) {
      const gigahost = clientOf(server, { ...one, retries: 0 });
      const calls = [
        gigahost.dns.createZone({ zone_name: "a.no", transfer_domain: true, auth_code: "TRANSFER-9" }),
        gigahost.webhosting.ftp.create({ id: 1, username: "u", password: "ftp-Passw0rd" }),
      ];
      for (const call of calls) {
        const text = shown(await failureOf(call));
        const mine = "username" in one ? shapes(password) : [apiKey];
        const basic = Buffer.from(`${user.username}:${password}`).toString("base64");
        for (const secret of [...mine, basic, "TRANSFER-9", "ftp-Passw0rd"]) expect(text).not.toContain(secret);
        if ("session" in one) expect(text).not.toContain("012345");
      }
    }
  });

  it("nor half of one where a long answer is cut", async () => {
    for (let length = 480; length <= 500; length++) {
      const server = await serve((_, response) => {
        const message = `${"x".repeat(length)} ${password}`;
        response.writeHead(400).end(JSON.stringify({ meta: { status: 400, message }, data: [] }));
      });
      const error = await failureOf(clientOf(server, { ...user, retries: 0 }).dns.listZones());
      expect(shown(error)).not.toContain(password.slice(0, 4));
    }
  });

  it("nor in a refusal before sending", async () => {
    const { webhosting } = clientOf(await serveInTurn({}));
    const wrong = { id: 1, username: "u", password: { my: "ftp-Passw0rd" } } as never; // as JavaScript may call it
    expect(shown(await failureOf(webhosting.ftp.create(wrong)))).not.toContain("ftp-Passw0rd");
  });

  it("nor in the client itself, shown in any way", () => {
    const gigahost = new Gigahost({ ...user, baseUrl: "http://127.0.0.1:1" });
    const text = `${inspect(gigahost, { depth: 9, showHidden: true })} ${JSON.stringify(gigahost)} ${gigahost}`;
    for (const secret of shapes(password)) expect(text).not.toContain(secret);
  });

  it("nor in a wrong option's error", () => {
    try {
      new Gigahost({ apiKey: "flux_live_ab cd\n" });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("flux_live_ab");
    }
  });

  it("nor in a debug line", async () => {
    const lines: string[] = [];
    const server = await serveEcho(401);
    const logger = { debug: (fields: object, message: string) => void lines.push(JSON.stringify(fields) + message) };
    await failureOf(clientOf(server, { ...user, session: true, logger }).dns.listZones());
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of shapes(password)) expect(lines.join()).not.toContain(secret);
  });
});

describe("the mask", () => {
  it("knows a secret that is part of another one", () => {
    expect(new Mask(["abcd", "abcdefgh"]).text("x abcdefgh y abcd z")).toBe("x *** y *** z");
  });

  it("hides named fields at any depth", () => {
    const value = { token: "t", list: [{ ga_secret: 5, name: "n", none: null }] };
    expect(new Mask().value(value, ["token", "ga_secret", "none"])).toEqual({
      token: "***",
      list: [{ ga_secret: "***", name: "n", none: null }],
    });
  });

  it("leaves words alone that are too short to be told from others", () => {
    expect(new Mask(["abc"]).text("abc")).toBe("abc");
  });
});
