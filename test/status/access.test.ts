import { execFileSync } from "node:child_process";
import { chmod, chown, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { publicParts } from "../../src/model/settings/public-part.ts";
import { readOrMakeToken } from "../../src/status/guard/http-token.ts";
import { allRoutes } from "../../src/status/routes/all-routes.ts";
import { openRaw, send, startTestServer } from "./start-test-server.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const parts = { status: "/api/status", events: "/api/events", page: "/" } as const;

describe("reading", () => {
  test("on loopback needs no token, not even beside a wrong one", async () => {
    const { port } = await startTestServer();
    for (const path of ["/", "/healthz", "/api/status"]) {
      expect((await send(port, `GET ${path}`, { headers: bearer("wrong") })).status).toBe(200);
    }
  });

  test.each([
    ["on all addresses", { host: "0.0.0.0" }],
    ["on all addresses of both families", { host: "::" }],
    ["on loopback with names of a reverse proxy", { hosts: ["ddns.example.no"] }],
  ])("%s needs the token for everything but the health", async (_, settings) => {
    const { port, token } = await startTestServer(settings);
    for (const path of ["/", "/api/status", "/api/events"]) {
      expect([path, (await send(port, `GET ${path}`)).status]).toEqual([path, 401]);
      expect([path, (await send(port, `HEAD ${path}`)).status]).toEqual([path, 401]);
      expect([path, (await send(port, `GET ${path}`, { headers: bearer(`${token}x`) })).status]).toEqual([path, 401]);
    }
    expect((await send(port, "GET /api/status")).headers["www-authenticate"]).toBe("Bearer");
    expect((await send(port, "GET /api/status", { headers: bearer(token) })).status).toBe(200);
    expect((await send(port, "GET /healthz")).status).toBe(200);
  });

  test.each(["status", "page"] as const)("of what `public` names (%s) is open, the rest is not", async (name) => {
    const { port } = await startTestServer({ host: "0.0.0.0", public: [name] });
    for (const [part, path] of Object.entries(parts)) {
      expect([part, (await send(port, `GET ${path}`)).status]).toEqual([part, part === name ? 200 : 401]);
    }
  });
});

const guarded = allRoutes.filter(({ access }) => access !== "anybody" && access !== "healthz");

describe.each(guarded)("$method $path", ({ method, path, access }) => {
  const open = publicParts.filter((part) => part === access);

  test("lets no stranger in off loopback, whatever else is public", async () => {
    const { port } = await startTestServer({ host: "0.0.0.0", public: publicParts.filter((part) => part !== access) });
    expect((await send(port, `${method} ${path}`)).status).toBe(401);
  });

  test.runIf(open.length > 0)("lets everybody in where it is public", async () => {
    const { port } = await startTestServer({ host: "0.0.0.0", public: open });
    expect((await send(port, `HEAD ${path}`)).status).toBe(200);
  });

  test("answers no foreign page", async () => {
    const { port, token } = await startTestServer();
    const headers = { ...bearer(token), origin: "https://evil.example", host: "localhost:8245" };
    expect((await send(port, `${method} ${path}`, { headers })).status).toBe(403);
  });
});

describe("a POST", () => {
  test.each(["/api/update", "/api/retry"])("to %s always needs the token, on loopback too", async (path) => {
    const { port, token, fake } = await startTestServer({ public: ["healthz", "status", "events", "metrics", "page"] });
    const wrong = [{}, bearer("wrong"), bearer(""), { authorization: token }, { authorization: `Basic ${token}` }];
    for (const headers of wrong) {
      const answer = await send(port, `POST ${path}`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.json()).toEqual({ error: expect.any(String) });
      expect(answer.body).not.toContain(token);
    }
    expect(fake.calls).toEqual([]);
    expect((await send(port, `POST ${path}`, { headers: { authorization: `bearer ${token}` } })).status).toBe(200);
  });

  test("with the right token is done, whoever sends wrong ones without end from the same address", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    for (let i = 0; i < 150; i++) await send(port, "POST /api/update", { headers: bearer("guess") });
    expect((await send(port, "POST /api/update", { headers: bearer("guess") })).status).toBe(401);
    expect((await send(port, "POST /api/update", { headers: bearer(token) })).status).toBe(200);
    expect((await send(port, "GET /api/status", { headers: bearer(token) })).status).toBe(200);
  });
});

describe("the login", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const cookieOf = (answer: { headers: { "set-cookie"?: string[] | undefined } }) =>
    answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";

  test("sets a cookie that reads and does nothing else", async () => {
    const { port, token, fake } = await startTestServer({ host: "0.0.0.0" });
    const answer = await send(port, "POST /login", { headers: form, body: `token=${token}` });
    expect([answer.status, answer.headers.location]).toEqual([303, "./"]);
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; SameSite=Strict$/);
    const headers = { cookie: `other=1; ${cookieOf(answer)}` };
    expect(headers.cookie).not.toContain(token);
    for (const path of ["/", "/api/status"]) expect((await send(port, `GET ${path}`, { headers })).status).toBe(200);
    for (const path of ["/api/update", "/api/retry"]) {
      expect((await send(port, `POST ${path}`, { headers })).status).toBe(401);
    }
    expect(fake.calls).toEqual([]);
  });

  test("takes the token as JSON or as a header too", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    const json = await send(port, "POST /login", { body: JSON.stringify({ token }) });
    const header = await send(port, "POST /login", { headers: bearer(token) });
    for (const answer of [json, header]) {
      expect([answer.status, answer.json()]).toEqual([200, { ok: true }]);
      expect((await send(port, "GET /api/status", { headers: { cookie: cookieOf(answer) } })).status).toBe(200);
    }
  });

  test("marks the cookie secure behind TLS", async () => {
    const { port, token } = await startTestServer({ hosts: ["ddns.example.no"] });
    const headers = { ...bearer(token), "x-forwarded-proto": "https", host: "ddns.example.no" };
    expect((await send(port, "POST /login", { headers })).headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
  });

  test("refuses a wrong token, with a page to a form and with JSON to everybody else", async () => {
    const { port } = await startTestServer({ host: "0.0.0.0" });
    const page = await send(port, "POST /login", { headers: form, body: "token=wrong" });
    expect([page.status, page.headers["set-cookie"]]).toEqual([401, undefined]);
    expect(page.body).toContain('action="login"');
    const json = await send(port, "POST /login", { body: '{"token":"wrong"}' });
    expect([json.status, json.json()]).toEqual([401, { error: expect.any(String) }]);
    expect((await send(port, "POST /login")).status).toBe(401);
  });

  test("is limited in its rate for wrong tokens, and never for the right one", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    for (let i = 0; i < 5; i++) expect((await send(port, "POST /login", { body: '{"token":"no"}' })).status).toBe(401);
    const answer = await send(port, "POST /login", { body: '{"token":"no"}' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect((await send(port, "POST /login", { body: JSON.stringify({ token }) })).status).toBe(200);
  });

  test("has a cookie that is worth nothing altered, or with another token", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    const cookie = cookieOf(await send(port, "POST /login", { headers: bearer(token) }));
    const [name, expires, signature] = cookie.split(/[=.]/);
    const altered = [`${name}=${Number(expires) + 1}.${signature}`, `${name}=${expires}.${"A".repeat(43)}`, `${name}=`];
    for (const wrong of altered) {
      expect((await send(port, "GET /api/status", { headers: { cookie: wrong } })).status).toBe(401);
    }
    const other = await startTestServer({ host: "0.0.0.0" });
    expect((await send(other.port, "GET /api/status", { headers: { cookie } })).status).toBe(401);
  });
});

describe("a request under a foreign name", () => {
  test.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example:8245",
    "user@localhost",
    "0x7f.1",
    "[::1",
    "::1",
    "",
  ])("(Host: %s) is refused, whatever it asks for", async (host) => {
    const { port, token, fake } = await startTestServer({ hosts: ["ddns.example.no"] });
    for (const write of ["GET /healthz", "GET /api/status", "POST /api/update", "POST /login", "GET /nothing"]) {
      const raw = await openRaw(port);
      raw.write(`${write} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`);
      await raw.ended;
      expect(raw.received()).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect(fake.calls).toEqual([]);
  });

  test.each([
    "localhost",
    "LOCALHOST:1",
    "localhost.",
    "127.0.0.1:8245",
    "192.168.1.5",
    "[::1]",
    "[::1]:8245",
    "ddns.example.no",
    "DDNS.example.no.:443",
  ])("is not what Host: %s is", async (host) => {
    const { port } = await startTestServer({ hosts: ["ddns.example.no"] });
    expect((await send(port, "GET /healthz", { headers: { host } })).status).toBe(200);
  });

  test("is what one with an empty name is, too", async () => {
    const { port } = await startTestServer();
    const raw = await openRaw(port);
    raw.write("GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n");
    await raw.ended;
    expect(raw.received()).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe("a request from a foreign page", () => {
  test.each([
    "https://evil.example",
    "http://localhost:3000",
    "http://127.0.0.1",
    "null",
    "file://",
    "http://localhost:8245.evil.example",
    "",
  ])("(Origin: %s) is refused", async (origin) => {
    const { port, token, fake } = await startTestServer();
    const headers = { ...bearer(token), origin, host: "localhost:8245" };
    expect((await send(port, "GET /api/status", { headers })).status).toBe(403);
    expect((await send(port, "POST /api/update", { headers })).status).toBe(403);
    expect(fake.calls).toEqual([]);
  });

  test.each([
    ["http://localhost:8245", "localhost:8245"],
    ["http://[::1]:8245", "[::1]:8245"],
    ["https://ddns.example.no", "ddns.example.no"],
    ["https://ddns.example.no:8443", "127.0.0.1:8245"],
    ["http://192.168.1.5", "192.168.1.5:80"],
  ])("is not what one from our own (%s at %s) is", async (origin, host) => {
    const { port, token } = await startTestServer({ hosts: ["ddns.example.no"] });
    const answer = await send(port, "POST /api/update", { headers: { ...bearer(token), origin, host } });
    expect(answer.status).toBe(200);
  });
});

describe("the token", () => {
  test("is made where there is none, readable by this user only, and kept over a restart", async () => {
    const first = await startTestServer();
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect((await stat(join(first.stateDir, "http-token"))).mode & 0o777).toBe(0o600);
    await first.server.close();
    const second = await startTestServer({}, { stateDir: first.stateDir });
    expect(second.token).toBe(first.token);
  });

  test("is made anew over an empty file, whose mode is mended", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    await writeFile(join(stateDir, "http-token"), "\n", { mode: 0o644 });
    const { token } = await startTestServer({}, { stateDir });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await stat(join(stateDir, "http-token"))).mode & 0o777).toBe(0o600);
  });

  test("comes from the user's file, without its final newline", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    const tokenFile = join(stateDir, "mine");
    await writeFile(tokenFile, "my own token\r\n".replaceAll(" ", "-"));
    const { port } = await startTestServer({ tokenFile }, { stateDir });
    expect((await send(port, "POST /api/update", { headers: bearer("my-own-token") })).status).toBe(200);
    await expect(readFile(join(stateDir, "http-token"))).rejects.toThrow("ENOENT");
  });

  test("that can't be made leaves the server running and telling, until it can", async () => {
    const stateDir = join(await mkdtemp(join(tmpdir(), "status-server-")), "occupied");
    await writeFile(stateDir, "a file in the way");
    const told: string[][] = [];
    const { port, server } = await startTestServer(
      {},
      { stateDir, retryMs: 50, onProblems: (problems) => told.push([...problems]) },
    );
    expect(server.problems()).toEqual([
      `The HTTP token at ${join(stateDir, "http-token")} can't be made: part of its path is not a directory.`,
    ]);
    expect((await send(port, "GET /api/status")).status).toBe(200);
    expect((await send(port, "POST /api/update", { headers: bearer("x") })).status).toBe(503);
    expect((await send(port, "POST /login", { headers: bearer("x") })).status).toBe(503);
    await rm(stateDir);
    await expect.poll(() => server.problems()).toEqual([]);
    expect(told).toEqual([[expect.stringContaining("http-token")], []]);
    const token = (await readFile(join(stateDir, "http-token"), "utf8")).trim();
    expect((await send(port, "POST /api/update", { headers: bearer(token) })).status).toBe(200);
  });

  test.each([
    ["that others can change", "a-long-enough-token", 0o622, "can be changed by other users"],
    ["of one letter", "x", 0o600, "shorter than 8 characters"],
  ])("%s is not used, and the status says why", async (_, text, mode, problem) => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    const tokenFile = join(stateDir, "token");
    await writeFile(tokenFile, text);
    await chmod(tokenFile, mode);
    const { port, server } = await startTestServer({ tokenFile }, { stateDir });
    expect(server.problems()).toEqual([expect.stringContaining(problem)]);
    expect((await send(port, "POST /api/update", { headers: bearer(text) })).status).toBe(503);
  });

  test("that somebody planted in the state directory is replaced", async () => {
    for (const plant of [
      (path: string) => writeFile(path, "planted-by-others").then(() => chmod(path, 0o644)),
      (path: string) => writeFile(path, "x", { mode: 0o600 }),
      async (path: string) => void execFileSync("mkfifo", [path]),
      (path: string) => symlink("/dev/zero", path),
      ...(process.getuid?.() === 0
        ? [
            (path: string) =>
              writeFile(path, "planted-by-others", { mode: 0o600 }).then(() => chown(path, 65_534, 65_534)),
          ]
        : []),
    ]) {
      const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
      const path = join(stateDir, "http-token");
      await plant(path);
      const { token } = await startTestServer({}, { stateDir });
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await stat(path)).toMatchObject({ mode: 0o100600, uid: process.getuid?.() });
    }
  });

  test("that was open to other users is replaced with a word on it, once", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    const path = join(stateDir, "http-token");
    await writeFile(path, "a-long-enough-token");
    await chmod(path, 0o644);
    const said: string[] = [];
    const onTokenReplaced = (words: string) => said.push(words);
    const { server } = await startTestServer({}, { stateDir, onTokenReplaced });
    await server.tend();
    expect(said).toEqual([
      `the HTTP token in ${path} was open to other users, so it is not used; another one is there now, which \`gigahost-ddns token\` prints`,
    ]);
  });

  test("is not written through a link that somebody planted, nor read from a pipe", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    const victim = join(stateDir, "victim");
    await writeFile(victim, "");
    await symlink(victim, join(stateDir, "http-token"));
    const { token } = await startTestServer({}, { stateDir });
    expect([token.length, await readFile(victim, "utf8")]).toEqual([43, ""]);
    const tokenFile = join(stateDir, "pipe");
    execFileSync("mkfifo", [tokenFile]);
    expect(await readOrMakeToken(tokenFile, stateDir)).toMatchObject({
      reason: expect.stringContaining("it is not a regular file"),
    });
  });

  test("whose file is removed meanwhile is written again, the same", async () => {
    const { server, stateDir, token, port } = await startTestServer();
    await rm(stateDir, { recursive: true });
    await server.tend();
    expect((await readFile(join(stateDir, "http-token"), "utf8")).trim()).toBe(token);
    expect((await send(port, "POST /api/update", { headers: bearer(token) })).status).toBe(200);
  });

  test("that is missing opens nothing that needs one", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "status-server-"));
    const { port } = await startTestServer({ host: "0.0.0.0", tokenFile: join(stateDir, "none") }, { stateDir });
    expect((await send(port, "GET /api/status", { headers: bearer("") })).status).toBe(401);
    expect((await send(port, "GET /api/status", { headers: bearer("x") })).status).toBe(401);
    expect((await send(port, "GET /healthz")).status).toBe(200);
  });
});
