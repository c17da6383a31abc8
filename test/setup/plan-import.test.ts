import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, importFile, runCommandLine, showsNoSecret } from "./import-file.ts";

/** Imports a text that must be valid here as it is printed, without a secret in it. */
async function importText(program: string, lines: string | readonly string[]) {
  const imported = await importFile(program, typeof lines === "string" ? lines : `${lines.join("\n")}\n`);
  showsNoSecret(imported.stdout + imported.stderr);
  await check(imported);
  return imported;
}

/** The secret that `--write` puts into a file. */
async function writtenSecret(program: string, text: string, name: "api_key" | "password") {
  const { dir, file, config } = await importFile(program, text);
  const words = ["import", program, file, "--write", "--config", config];
  expect(await runCommandLine(words, { environment: { HOME: dir } })).toMatchObject({ exitCode: 0 });
  return readFileSync(join(dir, name), "utf8");
}

/** As compose files have them. */
const variable = `$${"{MORE:?}"}`;
const own = "server=api.gigahost.no, protocol=dyndns2";

describe("the names of a file", () => {
  it("keep the families and sources of their own", async () => {
    const { written } = await importText("ddclient", [
      "use=web, web=ipify-ipv4",
      `${own}, login=ola, password=hemmelig a.example.no`,
      "use=if, if=wwan0",
      `${own}, login=ola, password=hemmelig b.example.no`,
      "use=no, usev6=if, if=eth0",
      `${own}, login=ola, password=hemmelig c.example.no`,
    ]);
    expect(written).toMatchObject({
      hostnames: [
        { name: "a.example.no", ipv6: false },
        { name: "b.example.no", uplink: "wwan0" },
        { name: "c.example.no", ipv4: false },
      ],
      ipv4: { sources: ["https://api.ipify.org/", "auto"] },
      ipv6: { sources: ["interface:eth0"] },
      uplinks: { wwan0: { ipv4: { sources: ["interface:wwan0"] }, ipv6: false } },
    });
  });

  it("have both families where each has an entry", async () => {
    const ofBoth = {
      hostnames: ["home.example.no"],
      ipv6: { sources: ["https://dns64.cloudflare-dns.com/x", "auto"] },
    };
    const block = "username = u\n password = s3cret\n hostname = home.example.no\n";
    const inadyn = await importText("inadyn", [
      `provider cloudflare.com:1 { ${block} }`,
      `provider cloudflare.com:2 { checkip-server = dns64.cloudflare-dns.com\n checkip-path = /x\n ${block} }`,
    ]);
    expect(inadyn.written).toMatchObject(ofBoth);
    expect(inadyn.written).not.toHaveProperty("ipv4");
    const entry = { provider: "gigahostno", domain: "home.example.no", apikey: "flux_live_TOKEN" };
    const settings = [
      { ...entry, ip_version: "ipv4" },
      { ...entry, ip_version: "ipv6", ipv6_suffix: "::5/64" },
    ];
    const updater = await importText("ddns-updater", JSON.stringify({ settings }));
    expect(updater.written.hostnames).toEqual([
      { name: "home.example.no", ipv6: { suffix: "::5", prefix_length: 64 } },
    ]);
    expect(updater.written).not.toHaveProperty("ipv4");
  });

  it("are those of one account, the others in a comment", async () => {
    const { stdout, written } = await importText("ddclient", [
      `${own}, login=ola, password=hemmelig a.example.no`,
      `${own}, login=kari, password=s3cret b.example.no`,
    ]);
    expect(written.hostnames).toEqual(["a.example.no"]);
    expect(stdout).toContain("# Of another account: b.example.no");
    expect(stdout).not.toContain("kari");
  });

  it("are never lost without a word", async () => {
    const ddclient = await importText("ddclient", [
      `${own}, login=ola, password=hemmelig a.example.no`,
      "protocol=namecheap, server=dynamicdns.park-your-domain.com, password=s3cret @,www",
    ]);
    for (const name of ["@", "www"]) expect(ddclient.stdout).toContain(`# Not a hostname: ${name} (dynamicdns`);
    const updater = { settings: [{ domain: "a.example.no" }, { provider: "duckdns", host: "bla", token: "TOKEN" }] };
    expect((await importText("ddns-updater", JSON.stringify(updater))).stdout).toContain("without a domain (duckdns)");
    const compose = `services: { d: { environment: [ 'DOMAINS=a.example.no, ${variable}' ] } }`;
    expect((await importText("favonia", compose)).stdout).toContain(`# Not a hostname: ${variable}`);
    const apex = await importText("inadyn", "provider x { hostname = @.example.no\n username = u }");
    expect(apex.written.hostnames).toEqual(["example.no"]);
  });

  it("are those of every container of a compose file that has domains, and of no other", async () => {
    const { stdout, written } = await importText(
      "favonia",
      JSON.stringify({
        services: {
          db: { environment: { POSTGRES_PASSWORD: "s3cret" } },
          ddns: { environment: ["DOMAINS=a.example.no", "IP6_PROVIDER=none"] },
          ddns6: { environment: { DOMAINS: "b.example.no", IP4_PROVIDER: "none", IP6_PROVIDER: "local.iface:eth0" } },
        },
      }),
    );
    expect(written.hostnames).toEqual([
      { name: "a.example.no", ipv6: false },
      { name: "b.example.no", ipv4: false },
    ]);
    expect(stdout).not.toContain("POSTGRES");
  });
});

describe("a secret", () => {
  it.each([
    [`login=ola, password=pa#ss"wo\\rd9`, 'pa#ss"wo\\rd9'],
    ["login=ola, password='two words, it's'", "two words, it's"],
    ["login=ola, password=hemmelig,", "hemmelig"],
    [`login=ola, password="TOKEN \\"x\\""`, 'TOKEN "x"'],
  ])("of ddclient is what ddclient takes for it: %s", async (settings, expected) => {
    const text = `${own}\n${settings} \\\n  home.example.no\n`;
    expect(await writtenSecret("ddclient", text, "password")).toBe(`${expected}\n`);
    const old = `${own} home.example.no ola ge.heim\n`;
    expect(await writtenSecret("ddclient", old, "password")).toBe("ge.heim\n");
    expect((await importText("ddclient", old)).stdout).not.toContain("ge.heim");
  });

  it.each([
    [{ provider: "gigahostno", apikey: "flux_live_TOKEN" }, "api_key", "flux_live_TOKEN"],
    [{ provider: "gigahostno", email: "ola@example.no", password: "hemmelig" }, "password", "hemmelig"],
    [{ provider: "custom", url: "https://ola:geheim%40@api.gigahost.no/u" }, "password", "geheim@"],
  ] as const)("of ddns-updater is found: %j", async (entry, name, expected) => {
    const text = JSON.stringify({ settings: [{ domain: "home.example.no", ...entry }] });
    const { written } = await importText("ddns-updater", text);
    expect(written.account).toHaveProperty(`${name}_file`);
    expect(await writtenSecret("ddns-updater", text, name)).toBe(`${expected}\n`);
  });

  it("in a URL that is not carried over is hidden", async () => {
    const { stdout } = await importText(
      "ddclient",
      `use=web, web=https://u:s3cret@ip.example.no/\n${own} a.example.no\n`,
    );
    expect(stdout).toContain("https://***@ip.example.no/");
  });

  it("that is missing is asked for", async () => {
    const { dir, file, config } = await importFile("ddns-go", "dnsconf: [{ ipv4: { enable: true, domains: [a.no] } }]");
    const words = ["import", "ddns-go", file, "--write", "--config", config];
    const { stderr } = await runCommandLine(words, { environment: { HOME: dir } });
    expect(stderr).toContain(`write an API key into ${join(dir, "api_key")}`);
  });
});

describe("what is valid there and not here", () => {
  it.each([
    ["use=ip, ip=", /is not an IP address.*auto replaces it/],
    ["use=linksys, fw=192.168.1.1", /use=linksys: the router's status page/],
    ["use=web, web=http://ip.example.no", /plain http/],
    ["use=web, web=googledomains", /web=googledomains: auto asks other services/],
    ["usev4=ipv4, ipv4=2001:db8::1", /has no ipv4 address; auto replaces it/],
  ])("is replaced by auto, and said: %s", async (settings, expected) => {
    const { stdout, written } = await importText("ddclient", `${settings}\n${own} home.example.no\n`);
    expect(stdout).toMatch(expected);
    expect(written).not.toHaveProperty("ipv4.sources");
  });

  it("is a schedule of another kind, a channel nobody knows here, several addresses, an address filter", async () => {
    const { stdout, written } = await importText("favonia", [
      "DOMAINS=example.org,nas.example.org{hostid6=[::1,::2]}",
      "IP6_DOMAINS=tv.example.org{hostid6=mac(00-11-22-33-44-55)}",
      "IP4_PROVIDER=static:185.0.2.1/32,185.0.2.2",
      "IP6_DETECTION_FILTER=!addr-in(fc00::/7)",
      "UPDATE_CRON=CRON_TZ=Europe/Oslo */10 * * * *",
      "SHOUTRRR=ntfy://ntfy.sh/geheim zulip://bot:s3cret@example.com",
    ]);
    expect(written).toMatchObject({
      hostnames: [
        "example.org",
        { name: "nas.example.org", ipv6: { suffix: "::1", prefix_length: 64 } },
        { name: "tv.example.org", ipv4: false, ipv6: { suffix: "::211:22ff:fe33:4455", prefix_length: 64 } },
      ],
      ipv4: { sources: ["static:185.0.2.1"] },
      schedule: "*/10 * * * *",
    });
    expect(written.notify).toHaveLength(1);
    for (const words of ["IP4_PROVIDER", "hostid6 of nas.example.org", "IP6_DETECTION_FILTER", "time zone", "zulip"])
      expect(stdout).toMatch(new RegExp(`# Not carried over: .*${words}`));
  });

  it("is a schedule that cron does not know", async () => {
    const { stdout, written } = await importText("favonia", ["DOMAINS=example.org", "UPDATE_CRON=61 * * * *"]);
    expect(written).not.toHaveProperty("schedule");
    expect(stdout).toContain("# Not carried over: the schedule 61 * * * *");
  });

  it("is a webhook, a pattern and an interface to send from", async () => {
    const { stdout, written } = await importText("ddns-go", [
      "dnsconf:",
      "- ipv6: { enable: true, gettype: netInterface, netinterface: eth0, ipv6reg: '@2', domains: ['@:example.com'] }",
      "  dns: { name: alidns, secret: geheim }",
      "  httpinterface: eth1",
      "webhook: { webhookurl: 'https://hooks.example.com/s3cret' }",
    ]);
    expect(written).toMatchObject({ hostnames: ["example.com"], ipv4: false, ipv6: { sources: ["interface:eth0"] } });
    for (const words of ["webhook:", "ipv6reg @2", "httpinterface"])
      expect(stdout).toContain(`# Not carried over: ${words}`);
  });

  it("is a file that is included", async () => {
    const { stdout } = await importText("inadyn", 'provider x { include("/etc/s.conf")\n hostname = home.example.no }');
    expect(stdout).toContain('# Not carried over: include("/etc/s.conf")');
  });
});

it("a command that needs a shell has one, and $ stays what it is", async () => {
  const { dir, stdout } = await importText("inadyn", [
    `provider x { checkip-command = "ip -4 a | awk '{ print ${variable} }'"`,
    " hostname = home.example.no }",
  ]);
  expect(stdout).toContain("command:sh -c 'ip -4 a | awk");
  const checked = await check({ ...(await importFile("inadyn", "")), dir, stdout, written: { account: {} } });
  expect(checked.uplinks.default?.ipv4.sources).toEqual([
    String.raw`command:sh -c 'ip -4 a | awk '\''{ print ${variable} }'\'''`,
  ]);
});

it("ddns-go's file of before version 5 is one entry", async () => {
  const text =
    "ipv4: { enable: true, url: 'https://api.ipify.org', domains: [a.example.com] }\ndns: { name: dnspod }\n";
  const { written } = await importText("ddns-go", text);
  expect(written).toMatchObject({ hostnames: ["a.example.com"], ipv4: { sources: ["https://api.ipify.org", "auto"] } });
});
