import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { simulated } from "../../simulator/simulated.ts";
import { runWords } from "../api/run-words.ts";

const records = [
  { name: "@", type: "A", value: "192.0.2.1" },
  { name: "home", type: "A", value: "192.0.2.1" },
  { name: "home", type: "A", value: "192.0.2.2" },
  { name: "www", type: "CNAME", value: "home.example.no" },
  { name: "xn--blbr-roah", type: "TXT", value: "berries" },
  { name: "n", type: "NAPTR", value: '100 10 "u" "E2U+sip" "!^.*$!sip:a@example.no!" .' },
];
const start = () => simulated({ zones: [{ name: "example.no", id: "123", records }, "blåbær.no"] });
const writes = ({ requests }: Simulator) => requests.filter(({ method }) => method !== "GET").length;
const valuesOf = (simulator: Simulator, name: string, type: string) => simulator.store.zones.values(name, type);

describe("an empty argument", () => {
  it.each([
    ["record delete @EMPTY A --all --yes --zone example.no"],
    ["record delete @EMPTY A --all --yes"],
    ["record delete . A --all --yes --zone example.no"],
    ["record delete home.example.no @EMPTY --all --yes"],
    ["record set @EMPTY A 192.0.2.9 --zone 123"],
    ["record add home A 192.0.2.9 --zone @EMPTY"],
    ["record add home.example.no A @EMPTY"],
    ["record list @EMPTY"],
    ["record list --name @EMPTY"],
    ["zone show @EMPTY"],
    ["zone delete @EMPTY --yes"],
    ["zone export @EMPTY"],
    ["zone export example.no --to @EMPTY"],
    ["zone import @EMPTY - --replace --yes"],
    ["zone create @EMPTY"],
    ["zone diff @EMPTY -"],
    ["servers status @EMPTY"],
    ["zone list --columns @EMPTY"],
    ["zone list --config @EMPTY"],
    ["once --config @EMPTY"],
    ["retry @EMPTY"],
    ["api @EMPTY list-zones"],
    ["api dns @EMPTY"],
    ["api dns list-zones --config @EMPTY"],
  ])("is wrong usage, not the zone itself nor everything: %s", async (line) => {
    const simulator = await start();
    for (const nothing of ["", "  "]) {
      const words = line.split(" ").map((word) => (word === "@EMPTY" ? nothing : word));
      const { exitCode, stderr } = await runWords(simulator, words);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("empty")]);
    }
    expect(writes(simulator)).toBe(0);
  });
});

describe("what the server would refuse or take wrongly", () => {
  it.each([
    ["record set c.example.no CNAME a.example.no. b.example.no.", "one CNAME"],
    ["record set www.example.no A 192.0.2.9", "CNAME"],
    ["record set home.example.no CNAME a.example.no.", "a CNAME can't share its name with others"],
    ["record set example.no CNAME a.example.no.", "the zone itself"],
    ["record add www.example.no CNAME b.example.no.", "one CNAME"],
    ["record set example.no MX_0_.", "null MX"],
    ["record set x.example.no SSHFP 1_1_abcd", "accepts no SSHFP records"],
    ["record set x.example.no AAA 192.0.2.1", "accepts no AAA records"],
    ["record set x.example.no CNAME 192.0.2.1", "is an address"],
    ['record set x.example.no TXT say_"hi"', "quote"],
    ["record set x.example.no TXT v=spf1 mx -all", "put it in quotes: 'v=spf1 mx -all'"],
    ["record set example.no MX 10 mail.", "put it in quotes: '10 mail.'"],
    ["record set example.no SRV 10 5 5060 sip.example.no.", "put it in quotes: '10 5 5060 sip.example.no.'"],
    ["record set x.example.no A 192.0.2.9 --ttl 0", "5m"],
    ["record set a..example.no A 192.0.2.9", "empty part"],
  ])("is refused before anything is sent: %s", async (line, said) => {
    const simulator = await start();
    const words = line.split(" ").map((word) => word.replace("MX_", "MX ").replaceAll("_", " "));
    const { exitCode, stderr } = await runWords(
      simulator,
      words.flatMap((word) => (word.startsWith("MX ") ? ["MX", word.slice(3)] : [word])),
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(writes(simulator)).toBe(0);
  });

  it.each([
    [["record", "set", "a\nb.example.no", "A", "192.0.2.9"], "a\\nb has characters"],
    [["record", "set", "x.example.no", "NAPTR", '100 10 "u" "a\nb" "" .'], "a line break"],
    [["record", "set", "x.example.no", "SRV", "10 5 5060\nsip.example.no."], "a line break"],
    [["record", "set", "x.example.no", "CNAME", "a\nb.example.no."], "a line break"],
    [["record", "set", "x.example.no", "CAA", "0 issue\n\u2028ca.example"], "a line break"],
    [["zone", "create", "new\nzone.no"], "new\\nzone.no has characters"],
    [["zone", "create", `${"a".repeat(64)}.no`], "DNS allows 63"],
    [["zone", "create", "new..no"], "empty part"],
  ])("is a name or value with a line break, or no name at all: %j", async (words, said) => {
    const simulator = await start();
    const { exitCode, stderr } = await runWords(simulator, words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(writes(simulator)).toBe(0);
  });

  it("is a second NAPTR, in one set or beside one that is there", async () => {
    const simulator = await start();
    const [one, other] = ['100 10 "u" "a" "" .', '200 10 "u" "b" "" .'];
    for (const words of [
      ["record", "set", "m.example.no", "NAPTR", one ?? "", other ?? ""],
      ["record", "add", "n.example.no", "NAPTR", one ?? "", "--yes"],
    ]) {
      const { exitCode, stderr } = await runWords(simulator, words);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("only the last NAPTR")]);
    }
    expect(writes(simulator)).toBe(0);
  });

  it("leaves a type of which nobody knows to the server", async () => {
    const refusing = await start();
    const words = ["record", "set", "_443._tcp.example.no", "TLSA", "3 1 1 abcd"];
    expect(await runWords(refusing, words)).toMatchObject({ exitCode: 1 });
    const taking = await simulated({ zones: ["example.no"], habits: { moreRecordTypes: ["TLSA"] } });
    expect(await runWords(taking, words)).toMatchObject({ exitCode: 0 });
  });
});

describe("a text that begins with a hyphen", () => {
  const token = `-Zx9${"Q".repeat(39)}`;
  it.each([
    [["record", "add", "_acme-challenge.example.no", "TXT", token]],
    [["record", "set", "_acme-challenge.example.no", "TXT", token, "--ttl", "60"]],
    [["record", "set", "--zone", "example.no", "_acme-challenge", "txt", "--ttl", "60", token, "-o", "json"]],
    [["record", "set", "_acme-challenge.example.no", "TXT", "--", token]],
  ])("is a value: %j", async (words) => {
    const simulator = await start();
    expect(await runWords(simulator, words)).toMatchObject({ exitCode: 0 });
    expect(valuesOf(simulator, "_acme-challenge.example.no", "TXT")).toEqual([token]);
    expect(
      await runWords(simulator, ["record", "delete", "_acme-challenge.example.no", "TXT", token, "--yes"]),
    ).toMatchObject({ exitCode: 0 });
    expect(valuesOf(simulator, "_acme-challenge.example.no", "TXT")).toEqual([]);
  });

  it("may be short, or begin with two", async () => {
    const simulator = await start();
    const two = `--${"b".repeat(41)}`;
    expect(await runWords(simulator, ["record", "add", "x.example.no", "TXT", "-Zx9Q_abc", two])).toMatchObject({
      exitCode: 0,
    });
    expect(valuesOf(simulator, "x.example.no", "TXT")).toEqual(["-Zx9Q_abc", two]);
    for (const value of ["-h23", "-yes", "-oxml", "-cab", "-c d"])
      expect(await runWords(simulator, ["record", "add", "x.example.no", "TXT", value])).toMatchObject({ exitCode: 0 });
    expect(valuesOf(simulator, "x.example.no", "TXT").slice(2)).toEqual(["-h23", "-yes", "-oxml", "-cab", "-c d"]);
    const flags = await runWords(simulator, ["record", "delete", "x.example.no", "TXT", "-h23", "-y", "-ojson"]);
    expect([flags.exitCode, JSON.parse(flags.stdout)]).toEqual([0, expect.anything()]);
    const unknown = await runWords(simulator, ["record", "add", "x.example.no", "TXT", "a", "--tll", "60"]);
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining("Did you mean --ttl?")]);
  });
});

describe("a TTL", () => {
  it.each([
    ["5m", 300],
    ["1h30m", 5400],
    ["60", 60],
    ["1D", 86_400],
  ])("may be written as %s", async (written, seconds) => {
    const simulator = await start();
    await runWords(simulator, ["record", "set", "x.example.no", "A", "192.0.2.9", "--ttl", String(written)]);
    expect(simulator.store.zones.records("x.example.no", "A")).toMatchObject([{ ttl: seconds }]);
  });
});

describe("record list", () => {
  const namesIn = (stdout: string) => JSON.parse(stdout).map((record: { record_name: string }) => record.record_name);
  it("shows what was asked for, in the order asked for", async () => {
    const simulator = await start();
    const list = async (...words: string[]) =>
      namesIn((await runWords(simulator, ["record", "list", ...words, "-o", "json"])).stdout);
    expect(await list("example.no", "--type", "a,cname", "--sort", "Name:desc")).toEqual(["www", "home", "home", "@"]);
    for (const name of ["home", "HOME.example.no."]) expect(await list("--name", name)).toEqual(["home", "home"]);
    expect(await list("--name", "Blåbær.example.no")).toEqual(["xn--blbr-roah"]);
    expect(await list("example.no", "--value", "192.0.2.2")).toEqual(["home"]);
    expect(await list("example.no", "--value", '"Berries"')).toEqual(["xn--blbr-roah"]);
  });

  it("takes columns in any case and shows names in their letters", async () => {
    const simulator = await start();
    const { stdout } = await runWords(simulator, [
      "record",
      "list",
      "example.no",
      "--type",
      "TXT",
      "--columns",
      "NAME,Record_TTL",
    ]);
    expect(stdout).toBe("NAME                    RECORD_TTL\nblåbær (xn--blbr-roah)  3600\n");
    expect(await runWords(simulator, ["record", "list", "--sort", "nmae"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("did you mean name?"),
    });
    expect(await runWords(simulator, ["record", "list", "--sort", "name:up"])).toMatchObject({ exitCode: 2 });
  });
});

describe("a failure on the way", () => {
  it("says what was done before", async () => {
    const simulator = await start();
    const route = "POST /dns/zones/{zone_id}/records";
    const words = ["record", "add", "x.example.no", "A", "192.0.2.1", "192.0.2.2"];
    // The first takes effect though its answer is a 5xx, the second does not.
    simulator.faults.inject({ kind: "html", status: 502 }, { route, times: 1, afterEffect: true });
    simulator.faults.inject({ kind: "html", status: 502 }, { route, times: 1 });
    const { exitCode, stderr } = await runWords(simulator, words);
    expect([exitCode, stderr]).toEqual([75, expect.stringContaining("Done before: added x A 192.0.2.1")]);
    expect(valuesOf(simulator, "x.example.no", "A")).toEqual(["192.0.2.1"]);
  });
});
