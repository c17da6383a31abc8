import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "./run-words.ts";

const zones = [{ name: "example.no", id: "123" }];

describe("a raw call", () => {
  it("sends a GET without asking, with its query, and prints what comes back", async () => {
    const simulator = await simulated({ zones });
    const words = ["api", "GET", "/dns/zones", "--query", "a=b c", "--query", "d=e=f", "-o", "json"];
    simulator.faults.inject({ kind: "body", body: '{"meta":{"status":200},"data":[{"zone_id":"123"}]}' });
    const { exitCode, stdout } = await runWords(simulator, words);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, [{ zone_id: "123" }]]);
    expect(simulator.requests).toMatchObject([{ method: "GET", path: "/dns/zones", query: { a: "b c", d: "e=f" } }]);
  });

  it("shows no secret column in its table, as the operation of that path", async () => {
    const simulator = await simulated({ zones });
    const { stdout } = await runWords(simulator, ["api", "GET", "/dns/zones"]);
    expect(stdout).toContain("example.no");
    expect(stdout).not.toContain(simulator.store.zones.zone("example.no").authInfo);
  });

  it("asks for anything else, and for a GET that acts; without a terminal it wants --yes", async () => {
    const simulator = await simulated({ zones });
    for (const words of [
      ["api", "post", "/servers/3524/snapshot", "--body", "-"],
      ["api", "GET", "/servers/3524/reboot"],
      ["api", "PATCH", "/tomorrow"],
    ]) {
      const { exitCode, stderr } = await runWords(simulator, words, { stdin: '{"name":"x"}' });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("add --yes to do it")]);
      expect(await runWords(simulator, words, { typed: "no\n" })).toMatchObject({ exitCode: expect.not.closeTo(0) });
    }
    expect(simulator.requests).toEqual([]);
    const agreed = await runWords(simulator, ["api", "GET", "/servers/3524/reboot"], {
      typed: "/servers/3524/reboot\n",
    });
    expect([agreed.exitCode, agreed.stderr]).toEqual([0, expect.stringContaining("interrupts a service")]);
  });

  it("sends a body from a file or standard input", async () => {
    const simulator = await simulated({ zones });
    const file = join(await directoryWith({ "body.json": '{"record_value":"192.0.2.1"}' }), "body.json");
    const create = ["api", "POST", "/dns/zones/123/records", "--yes", "--body"];
    expect(await runWords(simulator, [...create, file])).toMatchObject({ exitCode: 0 });
    expect(await runWords(simulator, [...create, "-"], { stdin: '{"record_value":"192.0.2.2"}' })).toMatchObject({
      exitCode: 0,
    });
    expect(simulator.store.zones.values("example.no", "A")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(simulator.requests[0]?.headers["content-type"]).toBe("application/json");
  });

  it("shows with --dry-run what it would send, and with --raw what came", async () => {
    const simulator = await simulated({ zones });
    const dry = await runWords(simulator, ["api", "DELETE", "/dns/zones/123", "--dry-run"]);
    expect([dry.exitCode, dry.stdout]).toEqual([0, expect.stringContaining(`DELETE ${simulator.url}/dns/zones/123`)]);
    expect(simulator.requests).toEqual([]);
    const raw = await runWords(simulator, ["api", "GET", "/unknown", "--raw"]);
    expect([raw.exitCode, JSON.parse(raw.stdout).meta.status]).toEqual([1, 404]);
  });

  it.each([
    [["GET"], "a path is needed"],
    [["GET", "dns/zones"], "the path must begin with /"],
    [["GET", "/dns/../account"], 'no empty part, no "."'],
    [["GET", "//evil.example/"], "no empty part"],
    [["GET", "/dns/zones", "extra"], "unexpected argument extra"],
    [["GET", "/dns/zones", "--query", "a"], "must be name=value"],
    [["GET", "/dns/zones", "--quiet"], "unknown flag or argument --quiet"],
    [["POST", "/dns/zones", "--yes", "--body", "-"], "not valid JSON"],
  ])("refuses %j, and sends nothing", async (words, problem) => {
    const simulator = await simulated({ zones });
    const { exitCode, stderr } = await runWords(simulator, ["api", ...words], { stdin: "{" });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
    expect(simulator.requests).toEqual([]);
  });

  it("has its own help", async () => {
    const { exitCode, stdout } = await runWords(null, ["api", "GET", "--help"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("--query <name=value>")]);
  });
});
