import { describe, expect, it } from "vitest";
import { consequenceOf } from "../../../src/publish/answers/consequence.ts";
import type { AskedUpdate } from "../../../src/publish/answers/map-answer.ts";
import { type DyndnsReply, readReply } from "../../../src/publish/answers/read-reply.ts";
import { accountReason, credentialLabel } from "../../../src/publish/answers/reasons.ts";
import { serverWords } from "../../../src/publish/answers/server-words.ts";
import { v4, v6 } from "../facts.ts";

const name = "home.example.no";
const one: AskedUpdate = { hostnames: [name], change: ["ipv4"], ipv4: v4, ipv6: null };
const two: AskedUpdate = { ...one, hostnames: [name, "vpn.example.no"] };
const page = "<!DOCTYPE html><html><head><title>502</title></head></html>";

function reply(body: string, change: Partial<DyndnsReply> = {}): DyndnsReply {
  return { status: 200, retryAfterMs: null, body, cut: false, ...change };
}

/** The one answer to a request for one hostname. */
function read(body: string, change: Partial<DyndnsReply> = {}, asked = one) {
  const { answers, unmapped } = readReply(reply(body, change), asked, "the API key");
  expect(unmapped).toEqual([]);
  expect(answers).toHaveLength(1);
  return answers[0];
}

describe("a word in the answer", () => {
  it.each([200, 400, 401, 403, 429, 500, 503])("counts under HTTP %i", (status) => {
    expect(read(`good ${v4}`, { status })).toEqual({
      hostname: name,
      family: "ipv4",
      result: "good",
      consequence: "done",
      reason: null,
      retryAfterMs: null,
    });
  });

  it.each([
    ["good", "done"],
    ["nochg", "done"],
    ["badauth", "hold-account"],
    ["nohost", "hold-hostname"],
    ["notfqdn", "hold-hostname"],
    ["!yours", "hold-hostname"],
    ["!active", "hold-hostname"],
    ["abuse", "hold-hostname"],
    ["!donator", "hold-hostname"],
    ["numhost", "hold-hostname"],
    ["badsys", "hold-hostname"],
    ["badagent", "refuse-address"],
    ["dnserr", "wait-long"],
    ["911", "wait-long"],
  ])("%s means %s", (word, consequence) => {
    expect(read(word)).toMatchObject({ result: word, consequence });
  });

  it("comes with the server's own wait only where we wait anyway", () => {
    expect(read("911", { retryAfterMs: 5 })).toMatchObject({ retryAfterMs: 5 });
    expect(read("nohost", { retryAfterMs: 5 })).toMatchObject({ retryAfterMs: null });
  });

  it("is not believed with another address than the one sent", () => {
    expect(read("good 198.51.100.7")).toMatchObject({
      result: "unparseable",
      consequence: "back-off",
      reason: `the server says that it published 198.51.100.7 instead of ${v4}; retrying later`,
    });
    expect(read(`good 198.51.100.7`, {}, { ...one, change: ["ipv6"], ipv6: v6 })?.reason).toContain(`instead of ${v6}`);
  });

  it("counts as a failure whatever address it names", () => {
    expect(read("badagent 198.51.100.7")).toMatchObject({ result: "badagent" });
  });
});

describe("an answer without a word", () => {
  it.each([
    ["", 200, "unparseable", "the server answered nothing; retrying later"],
    [" \n", 204, "unparseable", "the server answered nothing; retrying later"],
    [page, 200, "unparseable", "the server answered an HTML page instead of an answer; retrying later"],
    [
      "hello\u001b[2J",
      200,
      "unparseable",
      'the server answered something that is not a dyndns answer ("hello [2J"); retrying later',
    ],
    [page, 502, "http_502", "the server answered HTTP 502 with an HTML page instead of an answer; retrying later"],
    ["", 500, "http_500", "the server answered HTTP 500 with nothing; retrying later"],
    ["", 404, "http_404", "the server answered HTTP 404 with nothing: check account.base_url; retrying later"],
    ["", 400, "http_400", "the server answered HTTP 400 with nothing; retrying later"],
    [
      "",
      300,
      "http_300",
      "the server answered HTTP 300 with nothing: a redirect, which is not followed with a credential; check account.base_url; retrying later",
    ],
    ["", 299, "unparseable", "the server answered nothing; retrying later"],
    [
      " \u0007no\u0000\u0001thing\u0007 ",
      200,
      "unparseable",
      'the server answered something that is not a dyndns answer ("no thing"); retrying later',
    ],
    [
      "",
      302,
      "http_302",
      "the server answered HTTP 302 with nothing: a redirect, which is not followed with a credential; check account.base_url; retrying later",
    ],
  ])("%j under HTTP %i is %s", (body, status, result, reason) => {
    expect(read(body, { status })).toMatchObject({ result, consequence: "back-off", reason });
  });

  it.each([
    ['{"meta":{"status":500,"message":"Noe gikk galt"},"data":[]}', '"Noe gikk galt"'],
    ['{"meta":{"error":"Not enough balance","message":"x"}}', '"Not enough balance"'],
    ['{"meta":{"message":""}}', 'something that is not a dyndns answer ("{"meta":{"message":""}}")'],
    ['{"meta":{"message":7}}', 'something that is not a dyndns answer ("{"meta":{"message":7}}")'],
    ['{"data":[]}', 'something that is not a dyndns answer ("{"data":[]}")'],
    ['{"meta":null}', 'something that is not a dyndns answer ("{"meta":null}")'],
    ["{not json", 'something that is not a dyndns answer ("{not json")'],
  ])("in the API's envelope is told by its message: %s", (body, told) => {
    expect(read(body, { status: 500 })?.reason).toBe(`the server answered HTTP 500 with ${told}; retrying later`);
  });

  it("under HTTP 429 concerns the account, and tells the wait", () => {
    expect(read("", { status: 429, retryAfterMs: 7000 })).toEqual({
      hostname: name,
      family: "ipv4",
      result: "http_429",
      consequence: "back-off-account",
      reason: "the server answered HTTP 429 with nothing: too many requests; retrying later",
      retryAfterMs: 7000,
    });
  });

  it.each([401, 403])("under HTTP %i refuses the credential, unless it is a page for people", (status) => {
    const refused = read('{"meta":{"status":401}}', { status });
    expect(refused).toMatchObject({ result: `http_${status}`, consequence: "hold-account" });
    expect(refused?.reason).toMatch(`the server refuses the API key (http_${status})`);
    expect(read(page, { status })).toMatchObject({ result: `http_${status}`, consequence: "back-off" });
  });

  it("that is too long is not read", () => {
    expect(read(`good ${v4}\n`, { cut: true })).toMatchObject({
      result: "unparseable",
      reason: "the server answered more than 64 KiB; retrying later",
    });
  });

  it("is quoted no further than its beginning", () => {
    expect(read("x".repeat(81))?.reason).toContain(`"${"x".repeat(80)}…"`);
    expect(read("x".repeat(80))?.reason).toContain(`"${"x".repeat(80)}"`);
  });

  it.each<[string, Partial<DyndnsReply>, boolean]>([
    [page, { status: 502 }, true],
    ["", { status: 500 }, true],
    ["", {}, true],
    [page, { status: 403 }, true],
    [`good ${v4}\n`, { cut: true }, true],
    ["", { status: 500, retryAfterMs: 1000 }, false],
    ["", { status: 429 }, false],
    ["", { status: 302 }, false],
    ["", { status: 401 }, false],
    ["good", {}, false],
    ["911", { status: 500 }, false],
  ])("to several hostnames may be the fault of one of them: %j with %j, %s", (body, change, isWordless) => {
    expect(readReply(reply(body, change), two, "the API key").isWordless).toBe(isWordless);
  });

  it("is one answer for every hostname and family", () => {
    const { answers, unmapped } = readReply(reply(""), { ...two, change: ["ipv4", "ipv6"], ipv6: v6 }, "the API key");
    expect(answers.map(({ hostname, family }) => `${hostname} ${family}`)).toEqual([
      "home.example.no ipv4",
      "home.example.no ipv6",
      "vpn.example.no ipv4",
      "vpn.example.no ipv6",
    ]);
    expect(unmapped).toEqual([]);
  });
});

describe("an answer that can't be mapped", () => {
  it("leaves the hostnames to be asked for one at a time", () => {
    expect(readReply(reply("good"), two, "the API key")).toEqual({
      answers: [],
      unmapped: two.hostnames,
      isWordless: false,
    });
  });

  it("leaves only those open that it says nothing of", () => {
    const { answers, unmapped } = readReply(reply(`${name} good ${v4}`), two, "the API key");
    expect(answers).toMatchObject([{ hostname: name, result: "good" }]);
    expect(unmapped).toEqual(["vpn.example.no"]);
  });

  it("is nonsense for a single hostname", () => {
    expect(read(`good ${v4}\nnohost`)).toMatchObject({
      result: "unparseable",
      consequence: "back-off",
      reason: `the server's answer has the wrong number of lines ("good ${v4} nohost"); retrying later`,
    });
  });

  it("such as numhost for several leaves them to be asked for alone, and holds one that is alone already", () => {
    const { answers, unmapped } = readReply(reply(`good ${v4}\nnumhost`), two, "the API key");
    expect(answers).toMatchObject([{ hostname: name, result: "good" }]);
    expect(unmapped).toEqual(["vpn.example.no"]);
    expect(read("numhost")).toMatchObject({ result: "numhost", consequence: "hold-hostname" });
  });
});

describe("reasons", () => {
  const subject = { hostname: name, address: v4, credential: credentialLabel("api-key") };

  it("name what to do", () => {
    expect(serverWords.badauth.reason(subject)).toBe(accountReason("the API key", "badauth"));
    expect(accountReason(credentialLabel("password"), "badauth")).toBe(
      "the server refuses the user name or password (badauth): check that it is active and may write DNS; nothing more is sent until it changes or you run `gigahost-ddns retry`; it is tried again after an hour, then daily",
    );
    expect(serverWords.nohost.reason(subject)).toMatch(
      /^home\.example\.no is not in a zone of this account \(nohost\): check/,
    );
    expect(serverWords.badagent.reason(subject)).toContain(v4);
    expect(serverWords.badagent.reason({ ...subject, address: null })).toContain("the address");
  });

  it.each(["notfqdn", "!yours", "!active", "abuse", "!donator", "numhost", "badsys", "nohost"] as const)(
    "tell how %s is lifted",
    (word) => {
      const reason = serverWords[word].reason(subject);
      expect(reason).toContain(`(${word})`);
      expect(reason).toContain(name);
      expect(reason).toMatch(/until its settings change or you run `gigahost-ddns retry`$/);
    },
  );

  it.each(["dnserr", "911"] as const)("tell that %s is over by itself", (word) => {
    expect(serverWords[word].reason(subject)).toMatch(new RegExp(`\\(${word}\\): retrying in 30 minutes or more$`));
  });

  it("are none for success", () => {
    expect([serverWords.good.reason(subject), serverWords.nochg.reason(subject)]).toEqual([null, null]);
  });
});

describe("what follows where nothing more is known", () => {
  it.each([
    ["timeout", "back-off-account"],
    ["network", "back-off-account"],
    ["tls", "back-off-account"],
    ["http_429", "back-off-account"],
    ["http_401", "hold-account"],
    ["http_403", "hold-hostname"],
    ["http_500", "back-off"],
    ["http_404", "back-off"],
    ["unparseable", "back-off"],
  ] as const)("%s means %s", (result, consequence) => {
    expect(consequenceOf(result)).toBe(consequence);
  });
});
