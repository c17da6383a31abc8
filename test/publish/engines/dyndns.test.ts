import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/platform/clock.ts";
import type { UpdateAnswer } from "../../../src/publish/engine.ts";
import { createDyndnsEngine, type DyndnsQuestion, type SendDyndns } from "../../../src/publish/engines/dyndns.ts";
import { createDyndnsSender } from "../../../src/publish/engines/send-dyndns.ts";
import { type DyndnsForm, defaultAccount, defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import { v4, v6 } from "../facts.ts";
import { holdEngineContract } from "./engine-contract.ts";
import { dyndnsEngine, group, publish, said, stored } from "./simulated-engines.ts";

const home = "home.example.no";
const vpn = "vpn.example.no";
const dual = { change: ["ipv4", "ipv6"] as const, ipv6: v6 };

holdEngineContract("dyndns", dyndnsEngine);

describe("a dyndns request", () => {
  let simulator: Simulator;
  const engine = () => dyndnsEngine({ baseUrl: simulator.url });
  const queries = () => simulator.requests.map(({ rawQuery }) => rawQuery);

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  it("names all hostnames and both addresses, with the key and who we are", async () => {
    await publish(engine(), group([home, vpn], dual));
    expect(queries()).toEqual([`hostname=${home},${vpn}&myip=${v4}&myipv6=2a03%3A94e0%3A%3A1`]);
    const [request] = simulator.requests;
    expect(request).toMatchObject({ method: "GET", path: "/dns/dyndns" });
    expect(request?.headers.authorization).toBe(`Bearer ${defaultApiKey}`);
    expect(request?.headers["user-agent"]).toBe("gigahost-ddns/0.0.0-test (+https://example.invalid)");
  });

  it("does not mention IPv6 when only IPv4 is to change, and repeats IPv4 when only IPv6 is", async () => {
    await publish(engine(), group([home], { ipv6: v6 }));
    await publish(engine(), group([home], { change: ["ipv6"], ipv6: v6 }));
    expect(queries()).toEqual([`hostname=${home}&myip=${v4}`, `hostname=${home}&myip=${v4}&myipv6=2a03%3A94e0%3A%3A1`]);
  });

  it("is one for names of which some change less, and answers for what changes", async () => {
    await publish(engine(), group([home], dual));
    const fewerChanges = { [home]: ["ipv6"] as const };
    const { answers } = await publish(engine(), group([home, vpn], { ...dual, fewerChanges }));
    expect(said(answers)).toEqual([`${home} ipv6 nochg`, `${vpn} ipv4 good`, `${vpn} ipv6 good`]);
    expect(queries()[1]).toBe(`hostname=${home},${vpn}&myip=${v4}&myipv6=2a03%3A94e0%3A%3A1`);
  });

  it("is refused as a defect without an IPv4 address, and for records that are to go", async () => {
    await expect(publish(engine(), group([home], { change: ["ipv6"], ipv4: null, ipv6: v6 }))).rejects.toThrow(
      TypeError,
    );
    await expect(publish(engine(), group([home], { change: [], remove: ["ipv6"] }))).rejects.toThrow(TypeError);
    expect(simulator.requests).toEqual([]);
  });

  it("carries user name and password as they are", async () => {
    const { username, password } = defaultAccount;
    const credential = { kind: "password" as const, username, password };
    const send = createDyndnsSender({ baseUrl: simulator.url, credential, mask: (text) => text, clock: systemClock });
    const { answers } = await publish(createDyndnsEngine({ send, credential: "it", wallMs: Date.now }), group([home]));
    expect(said(answers)).toEqual([`${home} ipv4 good`]);
    const [, basic = ""] = simulator.requests[0]?.headers.authorization?.split(" ") ?? [];
    expect(Buffer.from(basic, "base64").toString("utf8")).toBe(`${username}:${password}`);
  });

  it("shares one connection with the next", async () => {
    const one = engine();
    for (const hostname of [home, vpn, "c.example.no"]) await publish(one, group([hostname]));
    expect(new Set(simulator.requests.map(({ connection }) => connection.id)).size).toBe(1);
  });

  it.each<DyndnsForm>([
    "one-line",
    "two-lines",
    "comma",
    "space",
    "only-ipv4",
    "only-ipv6",
    "word-only",
    "uppercase",
    "crlf",
  ])("is understood with an answer of the form %s", async (form) => {
    simulator.faults.inject({ kind: "form", form });
    const { answers } = await publish(engine(), group([home, vpn], dual));
    expect(answers.every(({ consequence }) => consequence === "done")).toBe(true);
    expect(answers).toHaveLength(4);
    expect(stored(simulator, vpn, "AAAA")).toEqual([`60 ${v6}`]);
  });

  it.each<DyndnsForm>(["single-line", "missing-line", "extra-line"])(
    "is repeated for one hostname at a time after an answer of the form %s",
    async (form) => {
      simulator.faults.inject({ kind: "form", form });
      const { answers } = await publish(engine(), group([home, vpn]));
      expect(said(answers)).toEqual([`${home} ipv4 nochg`, `${vpn} ipv4 nochg`]);
      expect(queries()).toEqual([
        `hostname=${home},${vpn}&myip=${v4}`,
        `hostname=${home}&myip=${v4}`,
        `hostname=${vpn}&myip=${v4}`,
      ]);
    },
  );

  it("is repeated for one hostname at a time when the server counts too many", async () => {
    simulator.faults.inject({ kind: "word", word: "numhost" });
    const { answers } = await publish(engine(), group([home, vpn]));
    expect(said(answers)).toEqual([`${home} ipv4 good`, `${vpn} ipv4 good`]);
  });

  it("stops asking one at a time once an answer concerns everybody", async () => {
    simulator.faults.inject({ kind: "form", form: "single-line" });
    simulator.faults.inject({ kind: "word", word: "badauth" });
    const { answers } = await publish(engine(), group([home, vpn, "c.example.no"]));
    expect(said(answers)).toEqual([`${home} ipv4 badauth`, `${vpn} ipv4 badauth`, "c.example.no ipv4 badauth"]);
    expect(simulator.requests).toHaveLength(2);
  });

  it("asks everybody one at a time though the first one meets a server in trouble, but not a second one", async () => {
    simulator.faults.inject({ kind: "form", form: "single-line" });
    simulator.faults.inject({ kind: "word", word: "dnserr" });
    const { answers } = await publish(engine(), group([home, vpn]));
    expect(said(answers)).toEqual([`${home} ipv4 dnserr`, `${vpn} ipv4 nochg`]);
    simulator.faults.inject({ kind: "form", form: "single-line" });
    simulator.faults.inject({ kind: "word", word: "911" }, { times: 2 });
    const troubled = await publish(engine(), group([home, vpn, "c.example.no"]));
    expect(said(troubled.answers)).toEqual([`${home} ipv4 911`, `${vpn} ipv4 911`, "c.example.no ipv4 911"]);
    expect(troubled.requests).toHaveLength(3);
  });

  it("believes no single nohost for all its hostnames", async () => {
    simulator.faults.inject({ kind: "word", word: "nohost" });
    const { answers } = await publish(engine(), group([home, vpn]));
    expect(said(answers)).toEqual([`${home} ipv4 good`, `${vpn} ipv4 good`]);
  });

  it("asks on after a single dnserr, which may be about one of its hostnames, and stops where it is about all", async () => {
    simulator.faults.inject({ kind: "word", word: "dnserr" }, { times: 2 });
    const some = await publish(engine(), group([home, vpn]));
    expect(said(some.answers)).toEqual([`${home} ipv4 dnserr`, `${vpn} ipv4 good`]);
    simulator.requests.length = 0;
    simulator.faults.inject({ kind: "word", word: "dnserr" }, { times: 20 });
    const all = await publish(engine(), group(["a", "b", "c", "d", "e"].map((name) => `${name}.example.no`)));
    expect(all.answers.map(({ result }) => result)).toEqual(Array.from({ length: 5 }, () => "dnserr"));
    expect(simulator.requests).toHaveLength(3);
  });

  it.each(["badauth", "badagent", "911", "!donator"])(
    "gets a single %s for all its hostnames at once",
    async (word) => {
      simulator.faults.inject({ kind: "word", word, status: 500 });
      const { answers } = await publish(engine(), group([home, vpn]));
      expect(answers.map(({ result }) => result)).toEqual([word, word]);
      expect(simulator.requests).toHaveLength(1);
    },
  );
});

describe("a hostname that the server fails at", () => {
  const names = Array.from({ length: 20 }, (_, index) => `h${index}.example.no`);
  const wordless: readonly [string, number, string][] = [
    ["an error", 500, ""],
    ["a page", 502, "<!doctype html><html><body>Bad gateway</body></html>"],
    ["nothing", 200, ""],
    ["JSON", 200, '{"data":[null]}'],
  ];
  /** What is published of a group when the server answers like that wherever one of `bad` is asked for. */
  const publishBeside = async (
    bad: readonly string[],
    random: number,
    [, status, body] = wordless[0] ?? ["", 500, ""],
  ) => {
    const send: SendDyndns = async ({ hostnames: asked }) => {
      const fails = asked.some((name) => bad.includes(name));
      const said = asked.map(() => `good ${v4}\n`).join("");
      return {
        ok: true,
        reply: { status: fails ? status : 200, body: fails ? body : said, retryAfterMs: null, cut: false },
      };
    };
    let requests = 0;
    const counted: SendDyndns = (...asked) => {
      requests += 1;
      return send(...asked);
    };
    const engine = createDyndnsEngine({ send: counted, credential: "it", wallMs: Date.now, random: () => random });
    const { answers } = await publish(engine, group(names));
    const good = answers.filter(({ result }) => result === "good").map(({ hostname }) => hostname);
    expect(answers.map(({ hostname }) => hostname).sort()).toEqual([...names].sort());
    return { good: new Set(good), answers, requests };
  };

  it.each(wordless)("with %s keeps none of the 19 others unpublished", async (...answer) => {
    for (const bad of names) {
      const { good, requests } = await publishBeside([bad], 0.35, answer);
      expect([...names].filter((name) => !good.has(name))).toEqual([bad]);
      expect(requests).toBeLessThanOrEqual(10);
    }
  });

  it("is one of several, and the others are published all the same, with few more requests than hostnames", async () => {
    const bad = names.filter((_, index) => index % 3 === 0);
    const { good, requests } = await publishBeside(bad, 0);
    expect(good.size).toBe(names.length - bad.length);
    expect(requests).toBeLessThanOrEqual(25);
  });

  it("is every one when nothing works, and the server is left alone soon", async () => {
    const { good, requests, answers } = await publishBeside(names, 0);
    expect([good.size, requests]).toEqual([0, 8]);
    expect(new Set(answers.map(({ consequence }) => consequence))).toEqual(new Set(["back-off"]));
  });

  it.each([
    ["HTTP 429", { status: 429, retryAfterMs: null }],
    ["a Retry-After", { status: 500, retryAfterMs: 1000 }],
    ["a redirect", { status: 302, retryAfterMs: null }],
  ])("is not looked for after %s", async (_what, reply) => {
    let requests = 0;
    const send: SendDyndns = async () => {
      requests += 1;
      return { ok: true, reply: { body: "", cut: false, ...reply } };
    };
    await publish(createDyndnsEngine({ send, credential: "it", wallMs: Date.now }), group(names));
    expect(requests).toBe(1);
  });

  it("is not looked for where nobody answered", async () => {
    let requests = 0;
    const send: SendDyndns = async () => {
      requests += 1;
      return { ok: false, failure: "network", message: "it refuses the connection", code: "ECONNREFUSED", sent: false };
    };
    await publish(createDyndnsEngine({ send, credential: "it", wallMs: Date.now }), group(names));
    expect(requests).toBe(1);
  });
});

describe("an answer on the wire", () => {
  const serve = async (answer: Parameters<typeof createServer>[1], ask: (baseUrl: string) => Promise<void>) => {
    const server = createServer(answer ?? (() => {}));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // a listening TCP server has an address of that kind
    try {
      await ask(`http://127.0.0.1:${port}`);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  const only = async (baseUrl: string, totalMs = 120_000, answerMs = 120_000): Promise<UpdateAnswer | undefined> =>
    (await publish(dyndnsEngine({ baseUrl, timeouts: { answerMs, totalMs } }), group([home]))).answers[0];

  it("that never begins ends in a timeout", async () => {
    await serve(
      () => {},
      async (url) => {
        expect(await only(url, 600_000, 150)).toMatchObject({ result: "timeout", consequence: "back-off-account" });
      },
    );
  });

  it("that never ends ends in a timeout", async () => {
    await serve(
      (_request, response) => {
        response.write("good ");
        const timer = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(timer));
      },
      async (url) => expect(await only(url, 300, 150)).toMatchObject({ result: "timeout" }),
    );
  });

  it.each<[string, RequestListener]>([
    [
      "breaks off after good",
      (_request, response) => {
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200, { connection: "close" }).write(`good ${v4}`, () => {
          // What was written is to be read before.
          setTimeout(() => response.socket?.resetAndDestroy(), 50);
        });
      },
    ],
    [
      "is shorter than announced",
      (_request, response) => {
        response.writeHead(200, { "content-length": 99 }).write(`good ${v4}`, () => response.destroy());
      },
    ],
    [
      "changes the protocol",
      (_request, response) => response.writeHead(101, { connection: "upgrade", upgrade: "x" }).end(),
    ],
    [
      "is broken where it is compressed",
      (_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(`good ${v4}`).subarray(0, 20));
      },
    ],
  ])("that it is unknown after %s", async (_, answer) => {
    await serve(answer, async (url) =>
      expect(await only(url)).toMatchObject({
        result: "network",
        consequence: "back-off-account",
        reason: expect.stringContaining("it is unknown whether"),
      }),
    );
  });

  it("is asked for as it is, and unpacked where it is compressed all the same", async () => {
    const asked: unknown[] = [];
    await serve(
      (request, response) => {
        asked.push(request.headers["accept-encoding"]);
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(`good ${v4}`));
      },
      async (url) => expect(await only(url)).toMatchObject({ result: "good" }),
    );
    expect(asked).toEqual(["identity"]);
  });

  it("that nobody could be asked for says that nothing was published", async () => {
    expect(await only("http://127.0.0.1:1")).toMatchObject({
      result: "network",
      reason: expect.stringContaining("so nothing was published"),
    });
  });

  it("that is slower than its beginning may be, but complete in time, counts", async () => {
    await serve(
      (_request, response) => {
        response.write("good");
        setTimeout(() => response.end(` ${v4}\n`), 2_100);
      },
      async (url) => expect(await only(url, 120_000, 2_000)).toMatchObject({ result: "good" }),
    );
  });

  it.each([
    [65_536 - 14, "good"],
    [65_536 - 13, "unparseable"],
  ])("is read up to 64 KiB: %i bytes of comment make it %s", async (bytes, result) => {
    await serve(
      (_request, response) => response.end(`good ${v4}${"#".repeat(bytes)}`),
      async (url) => expect(await only(url)).toMatchObject({ result }),
    );
  });

  it("that repeats the key does not carry it into the reason", async () => {
    await serve(
      (request, response) => response.end(`no: ${request.headers.authorization}`),
      async (url) => {
        const answer = await only(url);
        expect(answer?.reason).toContain("Bearer ***");
        expect(JSON.stringify(answer)).not.toContain(defaultApiKey);
      },
    );
  });

  it("that redirects is not followed", async () => {
    const seen: (string | undefined)[] = [];
    await serve(
      (request, response) => {
        seen.push(request.url);
        response.writeHead(301, { location: "/elsewhere" }).end();
      },
      async (url) => expect(await only(url)).toMatchObject({ result: "http_301" }),
    );
    expect(seen).toHaveLength(1);
  });
});

describe("a failure of the connection", () => {
  const fail = async (code: string | null, wallMs: number, failure: "tls" | "network" = "tls") => {
    const send = async (_question: DyndnsQuestion) => ({
      ok: false as const,
      failure,
      message: "its certificate has expired",
      code,
      sent: false,
    });
    const engine = createDyndnsEngine({ send, credential: "the API key", wallMs: () => wallMs });
    return (await publish(engine, group([home]))).answers[0];
  };
  const now = Date.UTC(2027, 0, 1);

  it("for a certificate that is not valid yet blames the clock, whatever it shows", async () => {
    expect(await fail("CERT_NOT_YET_VALID", Date.UTC(1970, 0, 1))).toMatchObject({
      result: "tls",
      consequence: "wait-for-clock",
      reason: expect.stringMatching(/^this machine's clock is wrong \(it shows 1970-01-01T00:00:00\.000Z\)/),
    });
    expect(await fail("CERT_NOT_YET_VALID", now)).toMatchObject({ consequence: "wait-for-clock" });
  });

  it("for an expired certificate blames the clock only when that one is absurd", async () => {
    expect(await fail("CERT_HAS_EXPIRED", now)).toMatchObject({ result: "tls", consequence: "back-off-account" });
    expect(await fail("CERT_HAS_EXPIRED", Date.UTC(2090, 0, 1))).toMatchObject({ consequence: "wait-for-clock" });
    expect(await fail("CERT_HAS_EXPIRED", Date.UTC(2025, 11, 31))).toMatchObject({ consequence: "wait-for-clock" });
  });

  it("for any other certificate, or none, does not", async () => {
    expect(await fail("SELF_SIGNED_CERT_IN_CHAIN", 0)).toMatchObject({
      result: "tls",
      consequence: "back-off-account",
    });
    expect(await fail(null, 0, "network")).toMatchObject({
      result: "network",
      reason: "the server could not be reached, so nothing was published (its certificate has expired); retrying later",
    });
  });
});
