import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { toKebabCase } from "../../../src/api/operation-names.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { everyOperation } from "../../api/operations/every-operation.ts";
import endpoints from "../../fixtures/api-endpoints.json" with { type: "json" };
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "./run-words.ts";

const zones = [{ name: "example.no", id: "123", records: [{ name: "home", type: "A", value: "192.0.2.1" }] }];

describe("api list and openapi", () => {
  it("list every operation in the stable form", async () => {
    const { exitCode, stdout } = await runWords(null, ["api", "list", "--output", "json"]);
    const listed = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    const all = await everyOperation();
    const names = all.map(({ section, name }) => `${section} ${toKebabCase(name)}`);
    expect(listed.map(({ section, operation }: Listed) => `${section} ${operation}`)).toEqual(names);
    const undocumented = listed.filter((each: { undocumented?: boolean }) => each.undocumented === true);
    const without = all.filter(({ entry }) => entry.line === null);
    expect(undocumented.map(({ path }: Listed) => path)).toEqual(without.map(({ entry }) => entry.path));
    for (const { section, operation, method, path, parameters, confirm, summary } of listed as Listed[]) {
      expect(section).toMatch(/^[a-z]+(\.[a-z]+)*$/);
      expect(operation).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(typeof confirm).toBe("boolean");
      expect(summary).not.toBe("");
      const endpoint = endpoints.find((each) => each.method === method && each.path === path);
      const places = (all: Listed["parameters"]) =>
        all.map((each) => `${each.in} ${each.name} ${each.required}`).sort();
      for (const one of endpoint?.parameters ?? [])
        expect(places(parameters).join()).toContain(`${one.in} ${one.name}`);
      for (const { type } of parameters) expect(type).toMatch(/^(string|integer|number|boolean|array|object|file)$/);
    }
  });

  it("list one section, and suggest the nearest for one that isn't there", async () => {
    const { stdout } = await runWords(null, ["api", "list", "webhosting", "-o", "json"]);
    expect(new Set(JSON.parse(stdout).map(({ section }: Listed) => section)).size).toBe(11);
    const { exitCode, stderr } = await runWords(null, ["api", "list", "dnss"]);
    expect([exitCode, stderr]).toEqual([2, "gigahost-ddns: there is no section dnss, did you mean dns?\n"]);
  });

  it("print OpenAPI with every operation of the table", async () => {
    const { stdout } = await runWords(null, ["api", "openapi"]);
    const { openapi, paths } = JSON.parse(stdout);
    const ids = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(openapi).toMatch(/^3\.1\./);
    const known = (await everyOperation()).map(({ section, name }) => `${section}.${name}`);
    expect(ids.sort()).toEqual(known.sort());
    const { stdout: yaml } = await runWords(null, ["api", "openapi", "--output", "yaml"]);
    expect(yaml).toMatch(/^openapi: "?3\.1\./m);
  });
});

interface Listed {
  readonly section: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; type: string; required: boolean }[];
  readonly confirm: boolean;
  readonly summary: string;
}

describe("flags", () => {
  it("are taken with underscores, hyphens, an equals sign, and in either half of the line", async () => {
    const simulator = await simulated({ zones });
    const lines = [
      ["api", "dns", "list-records", "--zone_id", "123", "--output", "json"],
      ["api", "dns", "list-records", "--zone-id", "123", "-o", "json"],
      ["--output=json", "api", "dns", "list-records", "--zone-id=123"],
      ["-o", "json", "api", "dns", "listRecords", "--zone_id=123"],
      ["api", "-o", "json", "dns", "list-records", "--zone_id=123"],
    ];
    for (const words of lines) {
      const { exitCode, stdout } = await runWords(simulator, words);
      expect(exitCode, words.join(" ")).toBe(0);
      expect(JSON.parse(stdout)).toHaveLength(5);
    }
  });

  it("name a nested section with a dot or as two words", async () => {
    const simulator = await simulated();
    for (const section of [["webhosting.files"], ["webhosting", "files"]]) {
      await runWords(simulator, ["api", ...section, "list", "--id", "1234"]);
    }
    expect(simulator.requests.map(({ path }) => path)).toEqual(Array(2).fill("/webhosting/1234/files/list"));
  });

  it("of which several are wrong are all told at once, and nothing is sent", async () => {
    const simulator = await simulated();
    const words = ["api", "dns", "create-record", "--zone_idd", "1", "--record_ttl", "soon", "more", "--raw=1"];
    const { exitCode, stderr } = await runWords(simulator, words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown flag --zone_idd, did you mean --zone_id?");
    expect(stderr).toContain("--zone_id is required");
    expect(stderr).toContain("--record_value is required");
    expect(stderr).toContain("--record_ttl must be");
    expect(stderr).toContain("unexpected argument more");
    expect(stderr).toContain("--raw takes no value");
    expect(simulator.requests).toEqual([]);
  });

  it("that lack their value don't swallow the next flag", async () => {
    const { exitCode, stderr } = await runWords(null, ["api", "dns", "delete-zone", "--zone_id", "--yes"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--zone_id needs a value")]);
  });

  it("keep the zero in front of a code", async () => {
    const simulator = await simulated();
    const login = ["api", "authentication", "log-in", "--username", "ola@example.no"];
    await runWords(simulator, [...login, "--password", "wrong-one", "--code", "012345"]);
    expect(simulator.requests[0]?.body).toMatchObject({ code: "012345" });
  });

  it("turn on and off what is true or false", async () => {
    const simulator = await simulated();
    const create = ["api", "dns", "create-zone", "--zone_name", "new.no"];
    await runWords(simulator, [...create, "--create_default_records", "--no-use-existing-ns"]);
    expect(simulator.requests[0]?.body).toMatchObject({ create_default_records: true, use_existing_ns: false });
  });

  it("take lists by repetition or as JSON, and objects as JSON", async () => {
    const simulator = await simulated();
    const setting = ["api", "dns", "set-nameservers", "--zone_id", "1"];
    await runWords(simulator, [...setting, "--nameservers", "a.no", "--nameservers", "b.no"]);
    await runWords(simulator, [...setting, "--nameservers", '["a.no","b.no"]']);
    for (const { body } of simulator.requests) expect(body).toEqual({ nameservers: ["a.no", "b.no"] });
    const broken = await runWords(simulator, [...setting, "--nameservers", '["a.no"']);
    expect([broken.exitCode, broken.stderr]).toEqual([
      2,
      expect.stringContaining("--nameservers is not a valid JSON array"),
    ]);
  });
});

describe("the body of a request", () => {
  it("comes from standard input or a file, flags standing over it", async () => {
    const simulator = await simulated({ zones });
    const stdin = JSON.stringify({ record_name: "www", record_value: "192.0.2.7", record_ttl: 60 });
    const create = ["api", "dns", "create-record", "--zone_id", "123", "--body"];
    expect((await runWords(simulator, [...create, "-"], { stdin })).exitCode).toBe(0);
    const directory = await directoryWith({ "body.json": stdin });
    await runWords(simulator, [...create, join(directory, "body.json"), "--record_name", "mail"]);
    expect(simulator.requests.map(({ body }) => body)).toEqual([
      { record_name: "www", record_value: "192.0.2.7", record_ttl: 60 },
      { record_name: "mail", record_value: "192.0.2.7", record_ttl: 60 },
    ]);
  });

  it("is refused where it is not a JSON object, or names what the operation doesn't know", async () => {
    const create = ["api", "dns", "create-record", "--zone_id", "123", "--body", "-"];
    expect(await runWords(null, create, { stdin: "{" })).toMatchObject({ exitCode: 2 });
    expect(await runWords(null, create, { stdin: "[]" })).toMatchObject({ exitCode: 2 });
    const { exitCode, stderr } = await runWords(null, create, { stdin: '{"record_valu":"192.0.2.1"}' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("did you mean record_value?")]);
  });
});

describe("secrets", () => {
  const change = ["api", "account", "change-password"];

  it("come from a file or standard input without a word, and as a literal with a warning", async () => {
    const simulator = await simulated();
    const directory = await directoryWith({ old: "old secret\n" });
    const words = [...change, "--current", `@${join(directory, "old")}`, "--new", "-"];
    const quiet = await runWords(simulator, words, { stdin: "new secret\n" });
    expect(simulator.requests[0]?.body).toEqual({ current: "old secret", new: "new secret" });
    expect(quiet.stderr).not.toContain("warning");
    const loud = await runWords(simulator, [...change, "--current", "old secret", "--new", "newest secret"]);
    expect(loud.stderr).toContain("--current is a secret and shows in the process list");
    expect(loud.stderr).not.toContain("old secret");
  });

  it("can't both be read from standard input", async () => {
    const { exitCode, stderr } = await runWords(null, [...change, "--current", "-", "--new", "-"], { stdin: "x" });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("can't both read standard input")]);
  });

  it("are masked in a dry run, which sends nothing and asks nothing", async () => {
    const simulator = await simulated();
    const words = [...change, "--current", "old secret", "--new", "ab", "--dry-run", "-o", "json"];
    const { exitCode, stdout } = await runWords(simulator, words);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ method: "POST", body: { current: "***", new: "***" } });
    expect(stdout).not.toContain(defaultApiKey);
    const dry = await runWords(simulator, ["api", "dns", "delete-zone", "--zone_id", "1", "--dry-run"]);
    expect(dry.stdout).toMatch(/^DELETE .*\/dns\/zones\/1\n/);
    expect(simulator.requests).toEqual([]);
  });

  it("show in no error and in no debug line", async () => {
    const simulator = await simulated();
    const words = [...change, "--current", "old secret", "--new", "new secret", "--log-level", "debug"];
    const { stderr } = await runWords(simulator, words);
    expect(stderr).toContain("account.changePassword");
    for (const secret of ["old secret", "new secret", defaultApiKey]) expect(stderr).not.toContain(secret);
  });
});

describe("answers", () => {
  it("are printed as they came with --raw, the exit code telling a refusal", async () => {
    const simulator = await simulated({ zones });
    const good = await runWords(simulator, ["api", "dns", "list-zones", "--raw"]);
    expect(JSON.parse(good.stdout)).toMatchObject({ meta: { status: 200 }, data: [{ zone_id: "123" }] });
    const refused = await runWords(simulator, ["api", "dns", "list-records", "--zone_id", "9", "--raw"]);
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ meta: { status: 404 } });
  });

  it("reach a terminal with --raw as escapes, and a program byte for byte", async () => {
    const body = `{"data":["\u009b2J\u202e\u2028"],"meta":{"status":200}}`;
    const server = createServer((_, response) => response.setHeader("content-type", "application/json").end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const words = ["api", "dns", "list-zones", "--raw"];
    const at = { url: `http://127.0.0.1:${port}/api/v0` };
    expect((await runWords(at, words)).stdout).toBe(`${body}\n`);
    expect((await runWords(at, words, { typed: "" })).stdout).toContain('"\\u009b2J\\u202e\\u2028"');
  });

  it("are shown in the columns asked for", async () => {
    const simulator = await simulated({ zones });
    const { stdout } = await runWords(simulator, ["api", "dns", "list-zones", "--columns", "zone_name,zone_id"]);
    expect(stdout).toBe("ZONE_NAME   ZONE_ID\nexample.no  123\n");
  });

  it("are not shown in columns that aren't there, unless something was done that is to be told", async () => {
    const simulator = await simulated({ zones });
    const look = await runWords(simulator, ["api", "dns", "list-zones", "--columns", "zone_nmae"]);
    expect(look.exitCode).toBe(2);
    expect(look.stderr).toContain('there is no column "zone_nmae"');
    const create = ["api", "dns", "create-record", "--zone_id", "123", "--record_value", "192.0.2.7"];
    expect((await runWords(simulator, [...create, "--columns", "nothing"])).exitCode).toBe(0);
  });

  it("keep a transfer code out of the table", async () => {
    const simulator = await simulated({ zones });
    expect((await runWords(simulator, ["api", "dns", "list-zones"])).stdout).not.toMatch(/auth_info/i);
  });
});

describe("files", () => {
  it("go up from a file and come down into one, whole", async () => {
    const simulator = await simulated();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    const directory = await directoryWith({ "image.bin": bytes });
    const from = join(directory, "image.bin");
    const to = join(directory, "back.bin");
    const files = ["api", "webhosting.files"];
    const up = [...files, "upload", "--id", "1234", "--path", "/public_html", "--files", from];
    const download = [...files, "download", "--id", "1234", "--path", "/public_html/image.bin"];
    expect((await runWords(simulator, up)).exitCode).toBe(0);
    expect((await runWords(simulator, [...download, "--to", to])).stderr).toContain(`wrote ${to}`);
    expect(await readFile(to)).toEqual(bytes);
    expect((await readdir(directory)).sort()).toEqual(["back.bin", "image.bin"]);
    expect(Buffer.from((await runWords(simulator, download)).stdout)).not.toHaveLength(0);
  });

  it("leave nothing behind when there is no such file at the server", async () => {
    const simulator = await simulated();
    const directory = await directoryWith();
    const download = ["api", "webhosting.files", "download", "--id", "1234", "--path", "/none"];
    expect((await runWords(simulator, [...download, "--to", join(directory, "none")])).exitCode).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it("show how far they are on a terminal, and need a name there", async () => {
    const simulator = await simulated();
    const directory = await directoryWith();
    const download = ["api", "webhosting.files", "download", "--id", "1234", "--path", "/public_html/index.html"];
    const shown = await runWords(simulator, [...download, "--to", join(directory, "x")], { typed: "" });
    expect(shown.stderr).toMatch(/downloading \[#+\] 100 %/);
    expect(await runWords(simulator, download, { typed: "" })).toMatchObject({ exitCode: 2 });
  });

  it("that aren't there are a usage error", async () => {
    const up = ["api", "webhosting.files", "upload", "--id", "1234", "--files", "/none/such"];
    const { exitCode, stderr } = await runWords(null, up);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("/none/such can't be read: no such file")]);
  });
});

describe("confirmation", () => {
  const reboot = ["api", "servers", "reboot", "--id", "3524"];

  it("is typing the name; anything else does nothing", async () => {
    const simulator = await simulated();
    expect(await runWords(simulator, reboot, { typed: "no\n" })).toMatchObject({ exitCode: 1 });
    expect(await runWords(simulator, reboot, { typed: "" })).toMatchObject({ exitCode: 1 });
    expect(simulator.requests.filter(({ path }) => path.endsWith("/reboot"))).toEqual([]);
    const agreed = await runWords(simulator, reboot, { typed: "db01\n" });
    expect([agreed.exitCode, agreed.stderr]).toEqual([0, expect.stringContaining("Type db01 to continue")]);
    expect(simulator.requests.filter(({ path }) => path.endsWith("/reboot"))).toHaveLength(1);
  });

  it.each([
    ["servers reboot --id 3524", "Restart a server: db01 (185.181.63.25). This interrupts a service.\nType db01 "],
    ["dns delete-zone --zone_id 123", "Delete a zone with all its records: example.no. This"],
    ["dns set-nameservers --zone_id 123 --nameservers a.example --nameservers b.example", ": example.no. This is hard"],
    ["dns set-auto-renew --zone_id 123 --auto_renew 0", ": example.no. This is hard to undo.\nType example.no "],
    ["dns set-dnssec --zone_id 123 --enable 0", ": example.no. This is hard to undo.\nType example.no "],
    [
      "dns submit-external-ds-records --zone_id 123 --ds_records " +
        '[{"keyTag":1,"alg":13,"digestType":2,"digest":"AB"}]',
      ": example.no. This is hard to undo.\nType example.no ",
    ],
    [
      "dns create-zone --zone_name new.no --transfer_domain --auth_code x",
      ": the domain new.no moves here. This is hard to undo.\nType new.no ",
    ],
    [
      "dns delete-record --zone_id 123 --record_id x --name home --type A --value 192.0.2.1",
      ": home.example.no A 192.0.",
    ],
    ["account.dpa create --data_types personal --affected_groups employees", "Type create "],
    ["account set-two-factor --type disable --code 012345", "Type set-two-factor "],
    ["account topUp --currency nok --amount 500", ": 500 NOK. This costs money.\nType 500 "],
    ["account.clients delete --id 10", ": Acme AS. This"],
    ["account.sshkeys delete --id 1", ": laptop. This"],
    [
      "webhosting.files save --id 1234 --path / --filename index.html --text x",
      ": index.html of example.no. This destroys",
    ],
    ["webhosting.email delete --id 1234 --email post@example.no", ": post@example.no of example.no. This destroys"],
    [
      "deploy order-servers --pid 101 --price_id 555 --region_id 1 --os_id 72 --quantity 2",
      ": 2 × Cloud 2 in Oslo, each 0.123 NOK an hour, at most 89 a month. This costs money.\nType Cloud 2 ",
    ],
    ["servers.network order-ipv4 --id 3523 --ip_type l3 --num_ips 2", ": 2 × IPv4 address (l3) for web01 ("],
    [
      "dns delete-redirect --zone_id 123 --source www",
      ": www.example.no. This destroys what it acts on.\nType www.exa",
    ],
    ["webhosting.subdomains delete --id 1234 --name blog", ": blog of example.no. This destroys"],
    [
      "webhosting order --zone_id 123 --product_id 7 --billing_period 12",
      ": package 7 for example.no, paid every 12 months (",
    ],
    ["webhosting upgrade --id 1234 --product_id 9", ": example.no to package 9 ("],
    ["servers cancel --id 3525", ": tiny (185.181.63.26). This destroys"],
  ])("names what it is about in words, not by an id: %s", async (written, question) => {
    const simulator = await simulated({ zones });
    const { exitCode, stderr } = await runWords(simulator, ["api", ...written.split(" ")], { typed: "no\n" });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(question)]);
    // Nothing was done: only looks were sent.
    expect(simulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("asks with the id where what it stands for can't be looked up", async () => {
    const simulator = await simulated();
    simulator.faults.inject({ kind: "html", status: 502 }, { route: "GET /servers" });
    const { stderr } = await runWords(simulator, reboot, { typed: "no\n" });
    expect(stderr).toContain("Restart a server: 3524. This interrupts a service.\nType 3524 ");
  });
});

describe("exit codes", () => {
  const list = ["api", "dns", "list-zones"];

  it("are 77 for a refused credential, 78 without one, 1 for a refusal, 75 for what may pass", async () => {
    const simulator = await simulated({ zones });
    const codeOf = async (words: readonly string[], environment = {}) =>
      (await runWords(simulator, words, { environment })).exitCode;
    expect(await codeOf(list, { GIGAHOST_API_KEY: "flux_live_wrong" })).toBe(77);
    expect(await codeOf(list, { GIGAHOST_API_KEY: "" })).toBe(78);
    expect(await codeOf(list, { GIGAHOST_API_KEY: "", GIGAHOST_BASE_URL: "" })).toBe(78);
    expect(await codeOf(list, { GIGAHOST_BASE_URL: "http://example.no/" })).toBe(78);
    expect(await codeOf(["api", "dns", "list-records", "--zone_id", "9"])).toBe(1);
    const create = ["api", "dns", "create-record", "--zone_id", "123", "--record_value", "192.0.2.1"];
    expect(await codeOf(create, { GIGAHOST_BASE_URL: "http://127.0.0.1:9/api/v0" })).toBe(75);
    expect(await codeOf(["api", "nothing", "there"])).toBe(2);
  });

  it("come with the error as JSON on stderr where JSON is asked for", async () => {
    const simulator = await simulated({ zones });
    const { stderr, stdout } = await runWords(simulator, [
      "api",
      "dns",
      "list-records",
      "--zone_id",
      "9",
      "-o",
      "json",
    ]);
    expect(stdout).toBe("");
    expect(JSON.parse(stderr)).toMatchObject({ operation: "dns.listRecords", status: 404, exitCode: 1 });
    const usage = await runWords(simulator, ["api", "dns", "list-records", "-o", "json"]);
    expect(JSON.parse(usage.stderr)).toMatchObject({ problems: ["--zone_id is required"], exitCode: 2 });
    const zone = await runWords(null, ["zone", "lst", "--output=json"]);
    expect(JSON.parse(zone.stderr)).toEqual({
      error: "unknown command 'lst', did you mean list?",
      name: "UsageError",
      problems: ["unknown command 'lst', did you mean list?"],
      exitCode: 2,
    });
    const record = await runWords(null, ["-o", "json", "record", "set", "--tll", "60"]);
    expect(JSON.parse(record.stderr)).toMatchObject({ error: "unknown option '--tll', did you mean --ttl?" });
    const config = await runWords(null, [...list, "-o", "json"]);
    expect(JSON.parse(config.stderr)).toMatchObject({ name: "ConfigError", exitCode: 78 });
  });

  it("don't need a credential for an operation that is open to all", async () => {
    const simulator = await simulated();
    const environment = { GIGAHOST_API_KEY: "" };
    const operation = (await everyOperation()).find(({ section, entry }) => entry.open && section === "authentication");
    const words = [
      "api",
      "authentication",
      toKebabCase(operation?.name ?? ""),
      "--username",
      "a@b.no",
      "--password",
      "x123",
    ];
    expect(await runWords(simulator, words, { environment })).toMatchObject({ exitCode: 77 });
    expect(simulator.requests).toHaveLength(1);
  });
});
