import { describe, expect, test } from "vitest";
import type { Health } from "../../src/model/status.ts";
import { allRoutes } from "../../src/status/routes/all-routes.ts";
import {
  createFakeView,
  sampleOutcome,
  sampleReport,
  sampleStatus,
  send,
  startTestServer,
} from "./start-test-server.ts";

const readable = allRoutes.filter(({ method }) => method === "GET").map(({ path }) => path);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("GET /healthz", () => {
  test.each([
    ["starting", 200],
    ["ok", 200],
    ["degraded", 200],
    ["failing", 503],
  ] as const)("answers %s with %i", async (health: Health, code) => {
    const problems = health === "ok" ? [] : ["A problem."];
    const { port } = await startTestServer({}, {}, createFakeView({ ...sampleStatus, health, problems }));
    const answer = await send(port, "GET /healthz");
    expect(answer.status).toBe(code);
    expect(answer.json()).toEqual({ health, problems });
  });

  test("off loopback needs no token, and tells strangers nothing but the health", async () => {
    const fake = createFakeView({ ...sampleStatus, health: "degraded", problems: ["home.example.no is held."] });
    const { port, token } = await startTestServer({ host: "0.0.0.0", public: [] }, {}, fake);
    expect((await send(port, "GET /healthz")).json()).toEqual({ health: "degraded" });
    const known = await send(port, "GET /healthz", { headers: bearer(token) });
    expect(known.json()).toEqual({ health: "degraded", problems: ["home.example.no is held."] });
  });
});

describe("GET /api/status", () => {
  test("answers the status of the contract", async () => {
    const { port } = await startTestServer();
    const answer = await send(port, "GET /api/status?pretty");
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.json()).toEqual(sampleStatus);
  });

  test("is the new one as soon as a round is done", async () => {
    const { port, fake } = await startTestServer();
    await send(port, "GET /api/status");
    fake.shown = { ...sampleStatus, health: "degraded" };
    fake.finishRound();
    expect((await send(port, "GET /api/status")).json()).toMatchObject({ health: "degraded" });
  });

  test("is not made anew for each of many readers", async () => {
    const { port, fake } = await startTestServer();
    for (let i = 0; i < 50; i++) await send(port, "GET /api/status");
    expect(fake.statusCalls).toBeLessThan(10);
  });

  test("never shows a secret, wherever it got into", async () => {
    const fake = createFakeView({ ...sampleStatus, problems: ["refused: s3cr3t"], health: "degraded" });
    const { port, token } = await startTestServer({}, { mask: (text) => text.replaceAll("s3cr3t", "***") }, fake);
    for (const path of ["/healthz", "/api/status", "/"]) {
      const { body } = await send(port, `GET ${path}`);
      expect(body).toContain("refused: ***");
      expect(body).not.toContain("s3cr3t");
    }
    fake.view.update = async () => ({ ...sampleReport, outcomes: [{ ...sampleOutcome, reason: "refused: s3cr3t" }] });
    const { body } = await send(port, "POST /api/update", { headers: bearer(token) });
    expect(body).toContain('"reason":"refused: ***"');
  });
});

describe("GET /api/history", () => {
  const event = {
    ...{ at: "2026-05-01T12:00:00.000Z", event: "held", hostname: "home.example.no", family: "ipv4" },
    ...{ old: null, new: null, seenAt: null, source: null, reason: "refused: s3cr3t", durationMs: null },
  } as const;

  test("answers what happened in the last 90 days, or as many as asked for, with secrets masked", async () => {
    const fake = Object.assign(createFakeView(), { happened: [event] });
    const { port } = await startTestServer({}, { mask: (text) => text.replaceAll("s3cr3t", "***") }, fake);
    expect((await send(port, "GET /api/history")).json()).toEqual([{ ...event, reason: "refused: ***" }]);
    await send(port, "GET /api/history?days=7");
    expect(fake.askedDays).toEqual([90, 7]);
  });

  test.each(["0", "-1", "1.5", "x", "", "99999", "1e3"])("refuses %j days", async (days) => {
    const { port } = await startTestServer();
    const answer = await send(port, `GET /api/history?days=${days}`);
    expect([answer.status, answer.json()]).toEqual([400, { error: expect.stringContaining("from 1 to 36500") }]);
  });

  test("needs a token where the status does", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    expect((await send(port, "GET /api/history")).status).toBe(401);
    expect((await send(port, "GET /api/history", { headers: bearer(token) })).status).toBe(200);
  });
});

describe("POST /api/update", () => {
  test("does a round and answers its report", async () => {
    const { port, token, fake } = await startTestServer();
    const answer = await send(port, "POST /api/update", { headers: bearer(token) });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual(sampleReport);
    expect(fake.calls).toEqual([["update", { force: false }]]);
  });

  test("forces when asked to", async () => {
    const { port, token, fake } = await startTestServer();
    await send(port, "POST /api/update", { headers: bearer(token), body: '{"force":true}' });
    expect(fake.calls).toEqual([["update", { force: true }]]);
  });

  test.each([
    ["[]", "The body is not a JSON object"],
    ["force", "The body is not a JSON object"],
    ['{"force":"yes"}', '"force" must be a boolean'],
    ['{"forced":true}', '"forced" is unknown'],
    ['{"__proto__":1}', '"__proto__" is unknown'],
    ['{"constructor":{}}', '"constructor" is unknown'],
  ])("refuses the body %s in plain words", async (body, words) => {
    const { port, token, fake } = await startTestServer();
    const answer = await send(port, "POST /api/update", { headers: bearer(token), body });
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({ error: expect.stringContaining(words) });
    expect(fake.calls).toEqual([]);
  });

  test("refuses a body over 4 KiB, told beforehand or not", async () => {
    const { port, token } = await startTestServer();
    const body = JSON.stringify({ force: false, padding: "x".repeat(5000) });
    expect((await send(port, "POST /api/update", { headers: bearer(token), body })).status).toBe(413);
    const chunked = { ...bearer(token), "transfer-encoding": "chunked" };
    expect((await send(port, "POST /api/update", { headers: chunked, body })).status).toBe(413);
  });

  test("that fails inside tells the visitor nothing but that, and the daemon everything", async () => {
    const fake = createFakeView();
    fake.view.update = () => Promise.reject(new Error("s3cr3t detail"));
    const { port, token, defects } = await startTestServer({}, {}, fake);
    const answer = await send(port, "POST /api/update", { headers: bearer(token) });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain("s3cr3t");
    expect(defects).toEqual([new Error("s3cr3t detail")]);
  });
});

describe("POST /api/retry", () => {
  test("without a hostname lifts all holds", async () => {
    const { port, token, fake } = await startTestServer();
    expect((await send(port, "POST /api/retry", { headers: bearer(token) })).json()).toEqual(sampleReport);
    expect(fake.calls).toEqual([["retry", null]]);
  });

  test("takes a hostname in any spelling", async () => {
    const { port, token, fake } = await startTestServer();
    const body = '{"hostname":"Home.Example.NO."}';
    expect((await send(port, "POST /api/retry", { headers: bearer(token), body })).status).toBe(200);
    expect(fake.calls).toEqual([["retry", "home.example.no"]]);
  });

  test("answers 404 for a hostname that isn't configured", async () => {
    const { port, token } = await startTestServer();
    const body = '{"hostname":"other.example.no"}';
    const answer = await send(port, "POST /api/retry", { headers: bearer(token), body });
    expect(answer.status).toBe(404);
    expect(answer.json()).toEqual({ error: '"other.example.no" is not a configured hostname.' });
  });
});

describe("GET /", () => {
  test("shows the status to who has no script, everything escaped", async () => {
    const problems = ["<script>alert(1)</script> & co."];
    const { port } = await startTestServer({}, {}, createFakeView({ ...sampleStatus, health: "degraded", problems }));
    const { status, headers, body } = await send(port, "GET /");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'nonce-[\w+/]{22}=='; /);
    expect(body).toContain("home.example.no");
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co.");
    expect(body).not.toContain("<script>");
  });

  test("off loopback without a token is the login page with 401, and nothing else", async () => {
    const { port, token } = await startTestServer({ host: "0.0.0.0" });
    const stranger = await send(port, "GET /");
    expect(stranger.status).toBe(401);
    expect(stranger.body).toContain('action="login"');
    expect(stranger.body).not.toContain("example.no");
    const known = await send(port, "GET /", { headers: bearer(token) });
    expect(known.status).toBe(200);
  });
});

describe("every path", () => {
  test("answers HEAD like GET, without the body", async () => {
    const { port } = await startTestServer();
    for (const path of readable) {
      const { status, body, headers } = await send(port, `HEAD ${path}`);
      expect([path, status, body]).toEqual([path, 200, ""]);
      expect(headers["content-type"]).toBeDefined();
    }
  });

  test.each([
    ["POST /healthz", "GET, HEAD"],
    ["DELETE /api/status", "GET, HEAD"],
    ["GET /api/update", "POST"],
    ["OPTIONS /api/retry", "POST"],
    ["PUT /", "GET, HEAD"],
    ["GET /login", "POST"],
  ])("answers %s with 405 and what it takes instead", async (write, allow) => {
    const { port, token } = await startTestServer();
    const answer = await send(port, write, { headers: bearer(token) });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.json()).toEqual({ error: expect.any(String) });
  });

  test.each(["/nothing", "/api/status/", "//", "/healthz%00", "/../healthz", "/api", "/constructor"])(
    "that isn't there (%s) is a 404 in JSON",
    async (path) => {
      const { port } = await startTestServer();
      const answer = await send(port, `GET ${path}`);
      expect([answer.status, answer.json()]).toEqual([404, { error: "Not found." }]);
    },
  );

  test("carries the headers that keep a browser safe", async () => {
    const { port } = await startTestServer();
    for (const path of [...readable, "/nothing"]) {
      expect((await send(port, `HEAD ${path}`)).headers, path).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
  });
});
