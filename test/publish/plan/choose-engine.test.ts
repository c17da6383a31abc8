import { describe, expect, it } from "vitest";
import { chooseEngine, type EngineInput } from "../../../src/publish/plan/choose-engine.ts";
import { decideFamily } from "../../../src/publish/plan/decide-family.ts";
import { both, nowMs, published, seen, stateOf, v4, wanted } from "../facts.ts";

interface Case {
  readonly hostname?: string;
  readonly families?: readonly ("ipv4" | "ipv6")[];
  readonly engine?: EngineInput["engine"];
  readonly state?: EngineInput["state"];
  readonly zones?: readonly string[];
  /** Whether the IPv4 address is known now. */
  readonly ipv4Known?: boolean;
}

function choose({ hostname = "home.example.no", families = ["ipv4", "ipv6"], ...rest }: Case) {
  const { engine = "auto", state = stateOf(), zones = [], ipv4Known = true } = rest;
  const name = wanted(hostname, { families });
  const detections = ipv4Known ? both : [seen("ipv4", "unknown"), ...both.slice(1)];
  const decisions = families.map((family) => {
    const facts = { name, family, state, whenLost: "keep", force: false, nowMs, lookWallMs: nowMs } as const;
    return decideFamily({ ...facts, seen: detections.find((detection) => detection.family === family) });
  });
  return chooseEngine(name, decisions, { engine, state, zones: new Set(zones) });
}

const dyndns = { ok: true, engine: "dyndns", myip: v4 };
const records = { ok: true, engine: "records", myip: null };

describe("auto", () => {
  it.each<[string, Case]>([
    ["an ordinary name", {}],
    ["a name below a zone of three labels", { hostname: "home.ola.priv.no", zones: ["ola.priv.no"] }],
    [
      "an IPv4 address known from before only",
      { ipv4Known: false, state: stateOf({ "home.example.no": { ipv4: published(v4) } }) },
    ],
  ])("takes dyndns for %s", (_what, facts) => expect(choose(facts)).toEqual(dyndns));

  it.each<[string, Case]>([
    ["a name that wants only IPv6", { families: ["ipv6"] }],
    ["a wildcard", { hostname: "*.example.no" }],
    ["an apex of two labels", { hostname: "example.no" }],
    ["an apex of three labels, once the zones are known", { hostname: "ola.priv.no", zones: ["ola.priv.no"] }],
    ["a key that dyndns refuses", { state: stateOf({}, { dyndnsRefused: true }) }],
    ["a name whose IPv4 address nobody knows", { ipv4Known: false }],
  ])("takes records for %s", (_what, facts) => expect(choose(facts)).toEqual(records));
});

describe("a user's choice", () => {
  it("of records counts always", () => expect(choose({ engine: "records" })).toEqual(records));

  it("of dyndns counts for an apex, a wildcard and a refused key, too", () => {
    const state = stateOf({}, { dyndnsRefused: true });
    for (const hostname of ["example.no", "*.example.no"]) {
      expect(choose({ engine: "dyndns", hostname, state })).toEqual(dyndns);
    }
  });

  it.each<[Case, string]>([
    [{ families: ["ipv6"] }, "only IPv6"],
    [{ ipv4Known: false }, "IPv4 address is not known yet"],
  ])("of dyndns waits where it could overwrite the A record: %j", (facts, why) => {
    expect(choose({ ...facts, engine: "dyndns" })).toEqual({ ok: false, reason: expect.stringContaining(why) });
  });
});
