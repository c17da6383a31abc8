import { describe, expect, it } from "vitest";
import { NetworkError, RequestError, type SentRequest } from "../../../src/index.ts";
import { type Ending, say } from "../../platform/http/say.ts";
import { clientOf, failureOf, serve, serveInTurn } from "../loopback.ts";

describe("the connection", () => {
  it("says who asks, with the caller's name in front", async () => {
    const server = await serveInTurn({});
    await clientOf(server).dns.listZones();
    await clientOf(server, { userAgent: "my-panel/2.1" }).dns.listZones();
    expect(server.received.map(({ headers }) => headers["user-agent"])).toEqual([
      expect.stringMatching(/^gigahost-ddns\/\S+ \(\+https:\/\/\S+\)$/),
      expect.stringMatching(/^my-panel\/2\.1 gigahost-ddns\//),
    ]);
  });

  it("follows no redirect, so that no credential goes elsewhere", async () => {
    const elsewhere = await serveInTurn({});
    const server = await serveInTurn({ status: 302, headers: { location: elsewhere.baseUrl }, body: "" });
    const error = await failureOf(clientOf(server).dns.listZones());
    expect(error).toBeInstanceOf(RequestError);
    expect(error.message).toContain("was not followed");
    expect(elsewhere.received).toEqual([]);
  });

  it("doesn't read an answer without end", async () => {
    const chunk = Buffer.alloc(2 ** 20, 32);
    const server = await serve((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", write);
      write();
    });
    const error = await failureOf(clientOf(server, { retries: 0 }).dns.listZones());
    expect(error).toMatchObject({ code: "TOO_LONG" });
    expect(error.message).toContain("64 MiB");
  });

  it.each<[string, string, Ending, string]>([
    ["speaks something else", "220 mail.example.no ESMTP\r\n", "ends", "the server's answer is not HTTP"],
    ["says to go on, and nothing more", "HTTP/1.1 100 Continue\r\n\r\n", "stalls", "the server's answer is not HTTP"],
    [
      "changes the protocol",
      "HTTP/1.1 101 A\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n",
      "stalls",
      "the server answered with HTTP 101",
    ],
    ["says nothing", "", "ends", "the connection broke"],
    ["says half", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "ends", "the connection broke"],
    ["is reset", "HTTP/1.1 200 OK\r\n\r\n{}", "is reset", "the connection broke"],
  ])("says in words what it is with a server that %s", async (_, answer, ending, words) => {
    const baseUrl = `${await say(answer, ending)}api/v0`;
    const error = await failureOf(clientOf({ baseUrl }, { retries: 0 }).dns.listZones());
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toContain(`dns.listZones: ${words}`);
  });

  it("tells a certificate that can't be trusted, and a name that isn't there", async () => {
    const server = await serveInTurn({});
    const https = server.baseUrl.replace("http:", "https:");
    expect(await failureOf(clientOf({ baseUrl: https }, { retries: 0 }).dns.listZones())).toMatchObject({
      name: "NetworkError",
      untrusted: true,
    });
    const nowhere = clientOf({ baseUrl: "https://nowhere.invalid/api/v0" }, { retries: 0 });
    expect(await failureOf(nowhere.dns.listZones())).toMatchObject({ name: "NetworkError", mayHaveHappened: false });
  });

  it("says of a write whose connection broke to look before trying again", async () => {
    const server = await serve((_, response) => void response.destroy());
    const error = await failureOf(clientOf(server).dns.createRecord({ zone_id: 1, record_value: "192.0.2.1" }));
    expect(error).toMatchObject({ mayHaveHappened: true, whatToDo: "Check what is there before trying again" });
    expect(server.received).toHaveLength(1);
  });

  it("reports every request that is sent, for metrics", async () => {
    const sent: SentRequest[] = [];
    const server = await serveInTurn({ status: 503 }, {});
    const clock = { wallMs: Date.now, steadyMs: () => performance.now(), sleep: async () => undefined };
    await clientOf(server, { onRequest: (one) => sent.push(one), clock }).dns.listZones();
    expect(sent.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      "dns.listZones 503",
      "dns.listZones 200",
    ]);
    expect(sent.every(({ durationMs }) => durationMs > 0)).toBe(true);
  });

  it("uses the dispatcher it is given and leaves it open", async () => {
    const { Agent } = await import("undici");
    const dispatcher = new Agent();
    const server = await serveInTurn({});
    const gigahost = clientOf(server, { dispatcher });
    await gigahost.dns.listZones();
    await gigahost.close();
    expect(dispatcher.closed).toBe(false);
    await dispatcher.close();
  });

  it("can be used again after it was closed", async () => {
    const server = await serveInTurn({});
    const gigahost = clientOf(server);
    await gigahost.dns.listZones();
    await gigahost.close();
    await expect(gigahost.dns.listZones()).resolves.toEqual([]);
  });
});

describe("the parts of undici that are loaded by path", () => {
  it("are there", async () => {
    const { loadAgent, loadStreamingRequest } = await import("../../../src/api/send/wire/load-undici.ts");
    const whole = await import("undici");
    const Agent = await loadAgent();
    expect(Agent).toBe(whole.Agent);
    const server = await serveInTurn({});
    const agent = new Agent();
    const send = await loadStreamingRequest();
    const origin = new URL(server.baseUrl).origin;
    const { statusCode, body } = await send.call(agent, { origin, path: "/", method: "GET" });
    await body.dump();
    await agent.close();
    expect(statusCode).toBe(200);
  });
});
