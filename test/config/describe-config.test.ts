import { expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { configFile, loadText } from "./load-text.ts";

const yaml = `account: { username: ola, password_file: pw }
hostnames: [blåbær.no, { name: nas.example.no, uplink: lte, ipv6: { suffix: "::1" } }]
uplinks: { lte: { interface: wwan0 } }
verify: false
notify: [{ url_file: n }]
log: { level: warn }
`;
const load = () =>
  loadText(yaml, {
    files: { "/etc/test/pw": "hunter22\n", "/etc/test/n": "ntfy://ntfy.sh/secret-topic\n" },
    environment: {
      GIGAHOST_DDNS_ENGINE: "records",
      GIGAHOST_DDNS_HEARTBEAT: "https://hc-ping.com/secret",
      GIGAHOST_DDNS_LISTEN: ":80",
    },
    overrides: { logLevel: "debug" },
  });

it("shows each value as the file would have it, and where it came from", async () => {
  const { config, origins } = await load();
  const shown = new Map(describeConfig(config, origins).map(({ key, value, origin }) => [key, [value, origin]]));
  expect(Object.fromEntries(shown)).toMatchObject({
    "account.username": ["ola", `${configFile}:1`],
    "account.password": ["********", `${configFile}:1`],
    "account.base_url": ["https://api.gigahost.no/api/v0", "default"],
    "hostnames[0]": [
      { name: "blåbær.no (xn--blbr-roah.no)", ipv4: true, ipv6: true, uplink: "default" },
      `${configFile}:2`,
    ],
    "hostnames[1]": [
      { name: "nas.example.no", ipv4: true, ipv6: { suffix: "::1", prefix_length: 64 } },
      `${configFile}:2`,
    ],
    "ipv4.sources": [["auto"], "default"],
    "uplinks.lte.interface": ["wwan0", `${configFile}:3`],
    "uplinks.lte.ipv4.enabled": [true, "default"],
    "verify.every": [false, `${configFile}:4`],
    engine: ["records", "GIGAHOST_DDNS_ENGINE"],
    "http.listen": ["0.0.0.0:80", "GIGAHOST_DDNS_LISTEN"],
    "notify[0].url": ["********", `${configFile}:5`],
    heartbeat: ["********", "GIGAHOST_DDNS_HEARTBEAT"],
    "log.level": ["debug", "--log-level"],
    ttl: [60, "default"],
  });
});

it("names the variable that the hostnames came from, and shows what confirm comes to", async () => {
  const ipv4 = "ipv4: { sources: ['https://a.example/', 'https://b.example/', 'https://c.example/'] }\n";
  const { config, origins } = await loadText(`${ipv4}ipv6: { sources: ['https://a.example/'] }\n`, {
    environment: { GIGAHOST_API_KEY: "flux_live_0", GIGAHOST_DDNS_HOSTNAMES: "a.example.no,b.example.no" },
  });
  const shown = new Map(describeConfig(config, origins).map(({ key, value, origin }) => [key, [value, origin]]));
  expect(shown.get("hostnames[0]")?.[1]).toBe("GIGAHOST_DDNS_HOSTNAMES");
  expect(shown.get("hostnames[1]")?.[1]).toBe("GIGAHOST_DDNS_HOSTNAMES");
  expect(shown.get("ipv4.confirm")).toEqual([2, "default"]);
  expect(shown.get("ipv6.confirm")).toEqual([1, "default"]);
});

it("shows no secret", async () => {
  const { config, origins } = await load();
  const shown = JSON.stringify(describeConfig(config, origins));
  for (const secret of config.secrets) expect(shown).not.toContain(secret);
  expect(config.secrets).toHaveLength(3);
});

it("hides the credentials in a source's URL", async () => {
  const sources = "ipv4: { sources: ['https://ip.example.no/?token=hunter33', auto] }";
  const { config, origins } = await loadText(`account: { api_key: k }\nhostnames: [home.example.no]\n${sources}`);
  expect(JSON.stringify(describeConfig(config, origins))).not.toMatch(/hunter33/);
});
