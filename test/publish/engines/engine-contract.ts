import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../src/publish/engine.ts";
import type { Fault } from "../../../src/simulator/faults.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import { v4, v6 } from "../facts.ts";
import { type EngineOptions, group, publish, said, stored } from "./simulated-engines.ts";

const home = "home.example.no";
const vpn = "vpn.example.no";

/** What every engine owes its caller, held against the simulated server. */
export function holdEngineContract(name: Engine["name"], create: (options: EngineOptions) => Engine): void {
  describe(`the ${name} engine, as every engine,`, () => {
    let simulator: Simulator;
    const engine = (apiKey?: string) => create({ baseUrl: simulator.url, ...(apiKey ? { apiKey } : {}) });
    const everywhere = (fault: Fault) => simulator.faults.inject(fault, { times: Number.POSITIVE_INFINITY });

    beforeEach(async () => {
      simulator = await startSimulator({ zones: ["example.no", "example.org"] });
    });
    afterEach(() => simulator.close());

    it("says who it is", () => {
      expect(engine().name).toBe(name);
    });

    it("publishes both addresses of several hostnames in several zones", async () => {
      const update = group([home, "a.example.org"], { change: ["ipv4", "ipv6"], ipv6: v6 });
      const { answers } = await publish(engine(), update);
      expect(said(answers).sort()).toEqual([
        "a.example.org ipv4 good",
        "a.example.org ipv6 good",
        `${home} ipv4 good`,
        `${home} ipv6 good`,
      ]);
      expect(answers.every(({ consequence, reason }) => consequence === "done" && reason === null)).toBe(true);
      for (const hostname of update.hostnames) {
        expect(stored(simulator, hostname, "A")).toEqual([`60 ${v4}`]);
        expect(stored(simulator, hostname, "AAAA")).toEqual([`60 ${v6}`]);
      }
    });

    it("says nochg to what is there already", async () => {
      await publish(engine(), group([home]));
      const { answers } = await publish(engine(), group([home]));
      expect(said(answers)).toEqual([`${home} ipv4 nochg`]);
      expect(answers[0]?.consequence).toBe("done");
    });

    it("leaves the family alone that is not to change", async () => {
      simulator.store.zones.set(home, "AAAA", ["2a03:94e0::dead"]);
      await publish(engine(), group([home]));
      expect(stored(simulator, home, "AAAA")).toEqual(["3600 2a03:94e0::dead"]);
      simulator.store.zones.set(vpn, "A", [v4]);
      await publish(engine(), group([vpn], { change: ["ipv6"], ipv6: v6 }));
      expect(simulator.store.zones.values(vpn, "A")).toEqual([v4]);
    });

    it("replaces whatever addresses a hostname had", async () => {
      simulator.store.zones.set(home, "A", ["185.0.2.7", "185.0.2.8"]);
      const { answers } = await publish(engine(), group([home]));
      expect(said(answers)).toEqual([`${home} ipv4 good`]);
      expect(stored(simulator, home, "A")).toEqual([`60 ${v4}`]);
    });

    it("holds a hostname that is in no zone, and publishes the others", async () => {
      const { answers } = await publish(engine(), group([home, "home.example.com"]));
      expect(said(answers).sort()).toEqual(["home.example.com ipv4 nohost", `${home} ipv4 good`]);
      const lost = answers.find(({ hostname }) => hostname === "home.example.com");
      expect(lost?.consequence).toBe("hold-hostname");
      expect(lost?.reason).toMatch(/home\.example\.com.*nohost.*gigahost-ddns retry/);
    });

    it("holds the account when the credential is refused, and never shows it", async () => {
      const apiKey = `flux_live_${"ab".repeat(32)}`;
      const { answers } = await publish(engine(apiKey), group([home, vpn]));
      expect(answers.map(({ consequence }) => consequence)).toEqual(["hold-account", "hold-account"]);
      expect(answers[0]?.reason).toMatch(
        /^the server refuses the API key \((badauth|http_401)\): check that it is active/,
      );
      expect(JSON.stringify(answers)).not.toContain(apiKey);
    });

    it.each<[string, Fault, RegExp, string]>([
      ["a server error as HTML", { kind: "html", status: 502 }, /^http_502$/, "back-off"],
      ["a server error in the envelope", { kind: "status", status: 500, message: "feil" }, /^http_500$/, "back-off"],
      ["an empty server error", { kind: "empty", status: 503 }, /^http_503$/, "back-off"],
      ["a page under 401", { kind: "html", status: 401 }, /^http_401$/, "back-off"],
      ["a page under 403", { kind: "html", status: 403 }, /^http_403$/, "back-off"],
      ["HTML under 200", { kind: "html", status: 200 }, /^unparseable$/, "back-off"],
      ["garbage", { kind: "garbage" }, /^unparseable$/, "back-off"],
      ["too much", { kind: "oversize", bytes: 70_000_000 }, /^unparseable$/, "back-off"],
      ["a redirect", { kind: "redirect", location: "http://127.0.0.1:1/" }, /^http_302$/, "back-off"],
      ["something that is not HTTP", { kind: "not-http" }, /^network$/, "back-off-account"],
      ["a connection that is reset", { kind: "reset" }, /^network$/, "back-off-account"],
      ["an answer that is cut off", { kind: "cut" }, /^network$/, "back-off-account"],
      ["too many requests", { kind: "rate-limit", retryAfter: null }, /^http_429$/, "back-off-account"],
    ])("backs off after %s, with one answer for each", async (_what, fault, result, consequence) => {
      everywhere(fault);
      const update = group([home, vpn], { change: ["ipv4", "ipv6"], ipv6: v6 });
      const { answers } = await publish(engine(), update);
      expect(answers.map(({ hostname, family }) => `${hostname} ${family}`).sort()).toEqual([
        `${home} ipv4`,
        `${home} ipv6`,
        `${vpn} ipv4`,
        `${vpn} ipv6`,
      ]);
      for (const answer of answers) {
        expect(answer.result).toMatch(result);
        expect(answer.consequence).toBe(consequence);
        expect(answer.reason).toMatch(/; retrying later$/);
      }
    });

    it("asks no further once the server wants silence, and tells for how long", async () => {
      everywhere({ kind: "rate-limit", retryAfter: 120 });
      const { answers, requests } = await publish(engine(), group([home, vpn, "a.example.org"]));
      expect(answers.map(({ retryAfterMs }) => retryAfterMs)).toEqual([120_000, 120_000, 120_000]);
      expect(requests.map(({ status }) => status)).toEqual(["429"]);
    });

    it("tells a server that nobody runs", async () => {
      const { url } = simulator;
      await simulator.close();
      const { answers, requests } = await publish(create({ baseUrl: url }), group([home]));
      expect(answers).toMatchObject([{ result: "network", consequence: "back-off-account" }]);
      expect(requests).toMatchObject([{ status: "network" }]);
      simulator = await startSimulator();
    });

    it("ends with its signal, with an answer for each", async () => {
      everywhere({ kind: "silence" });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const { answers } = await publish(engine(), group([home, vpn]), controller.signal);
      expect(said(answers)).toEqual([`${home} ipv4 network`, `${vpn} ipv4 network`]);
      for (const { consequence, reason } of answers) {
        expect(consequence).toBe("interrupted");
        expect(reason).toMatch(/^the round ended before the server answered/);
      }
    });

    it("reports every request once", async () => {
      const { requests } = await publish(engine(), group([home]));
      expect(requests).toHaveLength(simulator.requests.length);
      expect(
        requests.every(({ status, durationMs }) => status === "200" || (status === "201" && durationMs >= 0)),
      ).toBe(true);
    });
  });
}
