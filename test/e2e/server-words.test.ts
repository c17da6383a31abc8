import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DyndnsForm } from "../../src/simulator/simulator-options.ts";
import { address, prepareScene, type Scene } from "./scene.ts";

const { ipv4, other4, ipv6 } = address;
const dual = { ipv4: { sources: [`static:${ipv4}`] }, ipv6: { sources: [`static:${ipv6}`] } };
const dyndns = { route: "GET /dns/dyndns" };

function answerWith(scene: Scene, body: string, status = 200, times = 1): void {
  scene.simulator.faults.inject({ kind: "body", body, status }, { ...dyndns, times });
}

describe.concurrent("a word of the server's", () => {
  it.each(["nohost", "notfqdn", "abuse", "!donator", "numhost"])(
    "%s holds the hostname, also after a restart and with --force",
    async (word) => {
      const scene = await prepareScene();
      answerWith(scene, word);
      const { code, json } = await scene.once();
      expect(code).toBe(1);
      expect(json.outcomes[0]).toMatchObject({ action: "update", result: word, reason: expect.stringContaining(word) });
      scene.forget();
      const again = await scene.once("--force");
      expect([again.code, again.json.outcomes[0].action, scene.simulator.requests]).toEqual([1, "held", []]);
    },
  );

  it("dnserr for a whole request keeps only the hostname that it is about", async () => {
    const scene = await prepareScene({ hostnames: ["a.example.no", "b.example.no", "c.example.no"], engine: "dyndns" });
    answerWith(scene, "dnserr", 200, 2);
    const { code, json } = await scene.once();
    const results = json.outcomes.map(({ result }: { result: string }) => result);
    expect([code, results]).toEqual([75, ["dnserr", "good", "good"]]);
  });

  it.each([401, 403])("none, but a part of a page with HTTP %i, is retrying later: 75", async (status) => {
    const scene = await prepareScene({ engine: "dyndns" });
    answerWith(scene, "<center><h1>Log in</h1></center>", status);
    expect((await scene.once()).code).toBe(75);
    scene.simulator.faults.inject({ kind: "html", status }, { route: "GET /dns/zones" });
    expect((await scene.run("zone list")).code).toBe(75);
  });

  it("badauth holds the account: 77 now and after a restart, until the credential changes", async () => {
    const scene = await prepareScene({ hostnames: ["a.example.no", "b.example.no"], engine: "dyndns" });
    answerWith(scene, "badauth");
    const { code, json } = await scene.once();
    expect([code, scene.asked()]).toEqual([77, [{ hostname: "a.example.no,b.example.no", myip: ipv4 }]]);
    expect(json.outcomes).toMatchObject([{ result: "badauth" }, { result: "badauth" }]);
    scene.forget();
    const again = await scene.once("--force");
    expect([again.code, again.json.outcomes[0].action, scene.simulator.requests]).toEqual([77, "held", []]);
    scene.configure({
      account: {
        username: "ola@example.no",
        password: "correct horse: battery #$ staple",
        base_url: scene.simulator.url,
      },
    });
    expect((await scene.once()).code).toBe(0);
    expect(scene.simulator.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("ola@example.no:correct horse: battery #$ staple").toString("base64")}`,
    );
  });

  it("badauth is probed with one GET /dns/zones once its hour is over, and success lifts the hold", async () => {
    const scene = await prepareScene({ engine: "dyndns" });
    answerWith(scene, "badauth");
    await scene.once();
    const state = scene.state();
    expect(state.account.hold.nextProbeMs - Date.now()).toBeGreaterThan(59 * 60_000);
    state.account.hold.nextProbeMs = 1;
    writeFileSync(scene.stateFile, JSON.stringify(state));
    scene.forget();
    expect((await scene.once()).code).toBe(0);
    expect(scene.simulator.requests.map(({ path }) => path)).toEqual(["/dns/zones", "/dns/dyndns"]);
  });

  it.each(["retry", "a changed engine"])("%s lifts a hold", async (by) => {
    const scene = await prepareScene();
    answerWith(scene, "nohost");
    await scene.once();
    if (by !== "retry") scene.configure({ engine: "dyndns" });
    expect((await scene.run(by === "retry" ? "retry home.example.no" : "once")).code).toBe(0);
    expect(scene.records("home.example.no", "A")).toEqual([ipv4]);
  });

  it("badagent waits until the address changes, with exit 1", async () => {
    const scene = await prepareScene();
    answerWith(scene, "badagent");
    expect((await scene.once()).code).toBe(1);
    scene.forget();
    const again = await scene.once("--force");
    expect([again.code, again.json.outcomes[0].action, scene.simulator.requests]).toEqual([1, "wait", []]);
    scene.configure({ ipv4: { sources: [`static:${other4}`] } });
    expect((await scene.once()).code).toBe(0);
  });

  it.each(["dnserr", "911"])("%s waits 30 minutes, longer each time", async (word) => {
    const scene = await prepareScene();
    answerWith(scene, word, 200, 2);
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([75, word]);
    expect(waitOf(scene).lengthMs).toBeGreaterThanOrEqual(30 * 60_000);
    scene.forget();
    expect([(await scene.once()).code, scene.simulator.requests]).toEqual([75, []]);
    const { lengthMs } = waitOf(scene);
    await scene.once("--force");
    expect(waitOf(scene).lengthMs).toBeGreaterThan(lengthMs);
  });

  it.each(["good", "nochg"])("%s counts whatever the HTTP status", async (word) => {
    const scene = await prepareScene();
    answerWith(scene, `${word} ${ipv4}`, 500);
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result, json.outcomes[0].reason]).toEqual([0, word, null]);
  });

  it("concerns only the hostname in whose line it stands", async () => {
    const scene = await prepareScene({ hostnames: ["a.example.no", "b.example.org", "c.example.no"] });
    const { code, json } = await scene.once();
    expect(json.outcomes.map(({ result }: { result: string }) => result)).toEqual(["good", "nohost", "good"]);
    expect(code).toBe(1);
  });

  it("numhost for many makes it ask for one at a time", async () => {
    const scene = await prepareScene({ hostnames: ["a.example.no", "b.example.no"] });
    answerWith(scene, "numhost");
    expect((await scene.once()).code).toBe(0);
    expect(scene.asked().map(({ hostname }) => hostname)).toEqual([
      "a.example.no,b.example.no",
      "a.example.no",
      "b.example.no",
    ]);
  });

  it("that can't be told to a hostname makes it ask for one at a time", async () => {
    const scene = await prepareScene({ hostnames: ["a.example.no", "b.example.no", "c.example.no"] });
    answerWith(scene, `good ${ipv4}\ngood ${ipv4}`);
    const { code } = await scene.once();
    expect([code, scene.asked().length]).toEqual([0, 4]);
  });
});

describe.concurrent("the form of an answer", () => {
  it.each<DyndnsForm>([
    ...([
      "one-line",
      "two-lines",
      "comma",
      "space",
      "only-ipv4",
      "only-ipv6",
      "word-only",
      "uppercase",
      "crlf",
    ] as const),
  ])("%s is understood for two dual-stack hostnames", async (dyndnsForm) => {
    const scene = await prepareScene(
      { ...dual, hostnames: ["a.example.no", "b.example.no"] },
      { habits: { dyndnsForm } },
    );
    const { code, json } = await scene.once();
    expect([code, json.outcomes.map(({ result }: { result: string }) => result)]).toEqual([0, Array(4).fill("good")]);
    expect((await scene.once()).json.outcomes[0].action).toBe("none");
  });
});

describe.concurrent("an answer that is none", () => {
  it.each([
    ["an empty one", { kind: "empty" }, "unparseable"],
    ["HTML under 200", { kind: "html", status: 200 }, "unparseable"],
    ["HTML under 502", { kind: "html", status: 502 }, "http_502"],
    ["an error in the envelope", { kind: "status", status: 500 }, "http_500"],
    ["404", { kind: "status", status: 404 }, "http_404"],
    ["garbage", { kind: "garbage" }, "unparseable"],
    ["not HTTP", { kind: "not-http" }, "network"],
    ["a reset", { kind: "reset" }, "network"],
    ["one cut short", { kind: "cut" }, "network"],
    ["1 MiB", { kind: "oversize", bytes: 1_048_576 }, "unparseable"],
    ["a redirect", { kind: "redirect", location: "http://127.0.0.1:1/" }, "http_302"],
  ] as const)("(%s) backs off, 30 s to 1 h, and holds nothing", async (_, fault, result) => {
    const scene = await prepareScene();
    scene.simulator.faults.inject(fault, dyndns);
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([75, result]);
    expect(json.outcomes[0].reason).toBeTruthy();
    const { untilMs, lengthMs } = waitOf(scene);
    expect(lengthMs).toBeGreaterThanOrEqual(30_000 * 0.5);
    expect([lengthMs <= 3_600_000, untilMs > 0]).toEqual([true, true]);
    scene.forget();
    expect([(await scene.once()).code, scene.asked()]).toEqual([75, []]);
    expect((await scene.once("--force")).code).toBe(0);
  });

  it.each([
    ["seconds", () => 120],
    ["a date", () => new Date(Date.now() + 120_000).toUTCString()],
  ])("(429 with Retry-After as %s) is waited for, also with --force", async (_, retryAfter) => {
    const scene = await prepareScene();
    scene.simulator.faults.inject({ kind: "rate-limit", retryAfter: retryAfter() }, dyndns);
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([75, "http_429"]);
    expect(waitOf(scene)).toMatchObject({ kind: "server" });
    expect(waitOf(scene).lengthMs).toBeGreaterThan(110_000);
    scene.forget();
    const again = await scene.once("--force");
    expect([again.code, again.json.outcomes[0].action, scene.simulator.requests]).toEqual([75, "wait", []]);
  });

  it("(a server that is not there) is told and backed off", async () => {
    const scene = await prepareScene();
    await scene.simulator.close();
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([75, "network"]);
    expect(json.outcomes[0].reason).toMatch(/refuses the connection/);
  });
});

/** The wait in force, of the account or of the hostname. */
function waitOf(scene: Scene) {
  const { account, hostnames } = scene.state();
  return account.wait ?? hostnames["home.example.no"].ipv4.wait;
}

it.concurrent("names the first that applies of 77, 1, 75 and 0", async () => {
  const scene = await prepareScene({
    hostnames: ["a.example.no", "b.example.org"],
    ipv6: { sources: ["file:/nonexistent"] },
  });
  expect((await scene.once()).code).toBe(1);
});
