import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd } from "../e2e/at-end.ts";
import { builtProgram } from "../e2e/built-program.ts";
import { prepareScene, type Scene } from "../e2e/scene.ts";
import { endProcess } from "../end-process.ts";
import { makeCertificate } from "../network/make-certificate.ts";
import { type Ended, hasPrograms, runProgram } from "./run-program.ts";

// Real ACME clients get a certificate for a domain, everything below it, and one host, from a real certificate authority
// that asks the simulated zone's DNS. Its port 53 is that of a name server, which the hooks wait for as everywhere else.

const hosts = ["example.no", "www.example.no"];
const names = ["*.example.no", ...hosts];
const needed = hasPrograms("pebble", "openssl", "unshare") && process.getuid?.() === 0;

interface Stage {
  readonly scene: Scene;
  readonly dir: string;
  /** Where the authority's certificate lies, which its clients are to trust. */
  readonly trusted: string;
  /** Where the gateway listens: `http://127.0.0.1:PORT`. */
  readonly gateway: string;
  /** What the daemon said so far. */
  readonly said: () => string;
}

const directory = "https://127.0.0.1:14000/dir";
const password = "a-password-of-many-letters";
let stage: Stage;

beforeAll(async () => {
  if (needed) stage = await prepareStage();
});

async function prepareStage(): Promise<Stage> {
  const servers = ["ns1", "ns2", "ns3"].map((name) => ({ name, type: "A", value: "127.0.0.1" }));
  const zones = ["example.no", { name: "gigahost.no", records: servers }];
  const scene = await prepareScene({ hostnames: [], ipv4: { enabled: false } }, { zones, dnsPort: 53 });
  const client = { name: "cabin", password, acme: hosts };
  scene.configure({ gateway: { listen: "127.0.0.1:0", clients: [client] } });
  const started = scene.start("run");
  await started.until(/the gateway listens/);
  const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
  const dir = mkdtempSync(join(tmpdir(), "certificates-"));
  atEnd(() => rmSync(dir, { recursive: true, force: true }));
  const trusted = makeCertificate(dir, ["127.0.0.1", "localhost"]);
  writeFileSync(join(dir, "resolv.conf"), "nameserver 127.0.0.1\n");
  writeProgram(join(dir, "gigahost-ddns"), `exec ${process.execPath} ${builtProgram} "$@"`);
  // As docs/acme.md has it.
  writeProgram(join(dir, "acme-hook"), 'exec gigahost-ddns acme hook "$@"');
  await startPebble(dir);
  return { scene, dir, trusted, gateway: `http://127.0.0.1:${port}`, said: started.said };
}

function writeProgram(file: string, line: string): string {
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function startPebble(dir: string): Promise<void> {
  const files = { certificate: join(dir, "certificate.pem"), privateKey: join(dir, "key.pem") };
  const listen = { listenAddress: "127.0.0.1:14000", managementListenAddress: "127.0.0.1:15000" };
  const settings = { ...files, ...listen, httpPort: 5002, tlsPort: 5001, ocspResponderURL: "" };
  writeFileSync(join(dir, "pebble.json"), JSON.stringify({ pebble: settings }));
  // Each order is validated anew, at once, and no nonce is refused for practice.
  const habits = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };
  const child = spawn("pebble", ["-config", join(dir, "pebble.json"), "-dnsserver", "127.0.0.1:53"], {
    env: { ...process.env, ...habits },
    stdio: ["ignore", "pipe", "ignore"],
  });
  atEnd(() => endProcess(child));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => reject(new Error(`pebble ended with ${status}`)));
    child.stdout.on("data", (chunk: Buffer) => chunk.toString().includes("Listening on") && resolve());
  });
}

/** Runs a client where the zone's own name server is the resolver, and our program is in the path. */
function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  return runProgram("unshare", ["-m", "sh", "-c", script, join(stage.dir, "resolv.conf"), program, ...args], {
    environment: {
      PATH: [stage.dir, process.env.PATH].join(delimiter),
      HOME: stage.dir,
      GIGAHOST_DDNS_CONFIG: stage.scene.configFile,
      ...environment,
    },
    maxMs: 300_000,
  });
}

const challenges = () => stage.scene.records("_acme-challenge.example.no", "TXT");

/** That the client got what it asked for, and that nothing of it is left in the zone. */
function expectCertificate(file: string, { status, output }: Ended): void {
  expect(status, output).toBe(0);
  const certificate = new X509Certificate(readFileSync(file));
  const held = (certificate.subjectAltName ?? "").split(", ").sort();
  expect([certificate.issuer.startsWith("CN=Pebble"), held]).toEqual([true, names.map((name) => `DNS:${name}`).sort()]);
}

function expectNothingLeft(): void {
  expect([challenges(), stage.scene.records("_acme-challenge.www.example.no", "TXT")]).toEqual([[], []]);
}

describe.skipIf(!needed || !hasPrograms("certbot"))("certbot", () => {
  it("gets a certificate by its manual hooks, and renews it", async () => {
    const place = (name: string) => join(stage.dir, "certbot", name);
    const dirs = ["config", "work", "logs"].flatMap((name) => [`--${name}-dir`, place(name)]);
    const hooks = ["auth", "cleanup"].flatMap((name) => [`--manual-${name}-hook`, `gigahost-ddns acme hook ${name}`]);
    const trust = { REQUESTS_CA_BUNDLE: stage.trusted };
    const order = ["certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email", "--manual"];
    const domains = names.flatMap((name) => ["-d", name]);
    const args = [...order, "--preferred-challenges", "dns", ...hooks, "--server", directory, ...dirs, ...domains];
    const certificate = join(place("config"), "live", "example.no", "cert.pem");
    expectCertificate(certificate, await run("certbot", [...args, "--cert-name", "example.no"], trust));
    expectNothingLeft();
    const before = readFileSync(certificate, "utf8");
    expectCertificate(
      certificate,
      await run("certbot", ["renew", "--force-renewal", "--no-random-sleep-on-renew", ...dirs], trust),
    );
    expect(readFileSync(certificate, "utf8")).not.toBe(before);
    expectNothingLeft();
  });
});

describe.skipIf(!needed || !hasPrograms("dehydrated"))("dehydrated", () => {
  it.each(["no", "yes"])("gets a certificate with HOOK_CHAIN=%s", async (chain) => {
    const base = join(stage.dir, `dehydrated-${chain}`);
    mkdirSync(base);
    const config = { BASEDIR: base, CA: directory, CURL_OPTS: `--cacert ${stage.trusted}`, HOOK_CHAIN: chain };
    const lines = Object.entries(config).map(([name, value]) => `${name}="${value}"\n`);
    writeFileSync(join(base, "config"), lines.join(""));
    const common = ["--config", join(base, "config")];
    expect((await run("dehydrated", ["--register", "--accept-terms", ...common])).status).toBe(0);
    const hook = ["--challenge", "dns-01", "--hook", join(stage.dir, "acme-hook")];
    const domains = ["example.no", "*.example.no", "www.example.no"].flatMap((name) => ["--domain", name]);
    const ended = await run("dehydrated", ["--cron", ...common, ...hook, ...domains]);
    expectCertificate(join(base, "certs", "example.no", "cert.pem"), ended);
    expectNothingLeft();
  });
});

describe.skipIf(!needed || !hasPrograms("lego"))("lego", () => {
  const runLego = (provider: string, folder: string, environment: Readonly<Record<string, string>>) => {
    const domains = [...hosts, "*.example.no"].flatMap((name) => ["--domains", name]);
    const account = ["--server", directory, "--accept-tos", "--email", "ola@example.no", "--path", folder];
    const args = [...account, "--dns", provider, "--dns.resolvers", "127.0.0.1:53", ...domains, "run"];
    const patience = { EXEC_POLLING_INTERVAL: "1", EXEC_SEQUENCE_INTERVAL: "1", HTTPREQ_POLLING_INTERVAL: "1" };
    return run("lego", args, { LEGO_CA_CERTIFICATES: stage.trusted, ...patience, ...environment });
  };
  const certificateIn = (folder: string) => join(folder, "certificates", "example.no.crt");

  it.each(["", "RAW"])("gets a certificate through a program (EXEC_MODE=%s)", async (mode) => {
    const folder = join(stage.dir, `lego-exec-${mode}`);
    const program = { EXEC_PATH: join(stage.dir, "acme-hook"), EXEC_MODE: mode };
    expectCertificate(certificateIn(folder), await runLego("exec", folder, program));
    expectNothingLeft();
  });

  it.each(["", "RAW"])("gets a certificate through the gateway, without the key (HTTPREQ_MODE=%s)", async (mode) => {
    const folder = join(stage.dir, `lego-httpreq-${mode}`);
    const credential = { HTTPREQ_USERNAME: "cabin", HTTPREQ_PASSWORD: password };
    const where = { HTTPREQ_ENDPOINT: `${stage.gateway}/httpreq`, HTTPREQ_MODE: mode };
    expectCertificate(certificateIn(folder), await runLego("httpreq", folder, { ...where, ...credential }));
    expectNothingLeft();
    expect(stage.said()).not.toContain(password);
  });

  it("is refused a name that is not its client's", async () => {
    const folder = join(stage.dir, "lego-foreign");
    const where = {
      HTTPREQ_ENDPOINT: `${stage.gateway}/httpreq`,
      HTTPREQ_USERNAME: "cabin",
      HTTPREQ_PASSWORD: password,
    };
    const account = ["--server", directory, "--accept-tos", "--email", "ola@example.no", "--path", folder];
    const args = [
      ...account,
      "--dns",
      "httpreq",
      "--dns.resolvers",
      "127.0.0.1:53",
      "--domains",
      "mail.example.no",
      "run",
    ];
    const { status, output } = await run("lego", args, { LEGO_CA_CERTIFICATES: stage.trusted, ...where });
    expect(status).not.toBe(0);
    expect(output).toMatch(
      /_acme-challenge\.mail\.example\.no is not the challenge of a name that cabin may get certificates for/,
    );
    expect(stage.scene.records("_acme-challenge.mail.example.no", "TXT")).toEqual([]);
  });

  // Debian's lego refuses its own provider for acme-dns, so a program asks as that one does: the same request, byte by byte.
  it("gets a certificate by acme-dns's request, with the file that `acme account` prints", async () => {
    const folder = join(stage.dir, "lego-acme-dns");
    const accounts = join(stage.dir, "accounts.json");
    writeFileSync(accounts, (await stage.scene.run("acme account cabin")).stdout);
    const script = join(stage.dir, "acme-dns.mjs");
    writeFileSync(script, askAcmeDns);
    const program = writeProgram(join(stage.dir, "acme-dns"), `exec ${process.execPath} ${script} "$@"`);
    const environment = {
      EXEC_PATH: program,
      ACME_DNS_API_BASE: `${stage.gateway}/acme-dns`,
      ACME_DNS_STORAGE_PATH: accounts,
    };
    expectCertificate(certificateIn(folder), await runLego("exec", folder, environment));
    // The protocol has no clean-up: an hour later they expire.
    expect(challenges()).toHaveLength(2);
    for (const host of hosts)
      for (const value of stage.scene.records(`_acme-challenge.${host}`, "TXT"))
        expect((await stage.scene.run(["acme", "cleanup", host, value])).code).toBe(0);
    expectNothingLeft();
  });
});

// Not in Debian: wherever somebody has it in the path.
describe.skipIf(!needed || !hasPrograms("acme.sh"))("acme.sh", () => {
  const issue = (home: string, provider: string, domains: readonly string[], environment = {}) => {
    const common = ["--home", home, "--server", directory, "--ca-bundle", stage.trusted];
    const order = ["--issue", ...common, "--dns", provider, "--dnssleep", "1"];
    return run("acme.sh", [...order, ...domains.flatMap((each) => ["-d", each])], environment);
  };
  const prepareHome = (name: string, functions: Readonly<Record<string, string>>): string => {
    const home = join(stage.dir, name);
    mkdirSync(join(home, "dnsapi"), { recursive: true });
    for (const [file, text] of Object.entries(functions)) writeFileSync(join(home, "dnsapi", file), text);
    return home;
  };

  it("gets a certificate by the two functions of its page, which call our hook", async () => {
    const page = readFileSync(new URL("../../docs/certificates/acme-sh.md", import.meta.url), "utf8");
    const functions = /```sh\n(#![\s\S]*?)```/.exec(page)?.[1] ?? "";
    const home = prepareHome("acme.sh-hook", { "dns_gigahost.sh": functions });
    const ended = await issue(home, "dns_gigahost", ["example.no", "*.example.no", "www.example.no"]);
    expectCertificate(join(home, "example.no_ecc", "example.no.cer"), ended);
    expectNothingLeft();
  });

  const ownFunction = (process.env.PATH ?? "")
    .split(delimiter)
    .map((dir) => join(dir, "dnsapi", "dns_acmedns.sh"))
    .find(existsSync);
  it.skipIf(ownFunction === undefined)(
    "gets a certificate through the gateway by its own function for acme-dns",
    async () => {
      const home = prepareHome("acme.sh-acmedns", { "dns_acmedns.sh": readFileSync(ownFunction ?? "", "utf8") });
      const account = (await stage.scene.run("acme account cabin")).json["example.no"];
      const { status, output } = await issue(home, "dns_acmedns", ["example.no", "*.example.no"], {
        ACMEDNS_BASE_URL: `${stage.gateway}/acme-dns`,
        ACMEDNS_USERNAME: account.username,
        ACMEDNS_PASSWORD: account.password,
        ACMEDNS_SUBDOMAIN: account.subdomain,
      });
      expect(status, output).toBe(0);
      expect(challenges()).toHaveLength(2);
      for (const value of challenges()) await stage.scene.run(["acme", "cleanup", "example.no", value]);
    },
  );
});

/** What goacmedns sends, the client of lego, Traefik, Caddy and cert-manager: over a socket, so that nothing is added. */
const askAcmeDns = `
import { readFileSync } from "node:fs";
import { connect } from "node:net";
const [action, fqdn, txt] = process.argv.slice(2);
if (action !== "present") process.exit(0);
const accounts = JSON.parse(readFileSync(process.env.ACME_DNS_STORAGE_PATH, "utf8"));
const account = accounts[fqdn.replace(/^_acme-challenge\\./, "").replace(/\\.$/, "")];
const { hostname, port, host, pathname } = new URL(process.env.ACME_DNS_API_BASE + "/update");
const body = JSON.stringify({ subdomain: account.subdomain, txt });
const head = ["POST " + pathname + " HTTP/1.1", "Host: " + host, "User-Agent: goacmedns/v0.2.0 (linux; amd64)",
  "Content-Length: " + body.length, "Content-Type: application/json", "X-Api-Key: " + account.password,
  "X-Api-User: " + account.username, "Accept-Encoding: gzip", "", ""];
const socket = connect(Number(port), hostname, () => socket.write(head.join("\\r\\n") + body));
let answer = "";
socket.setEncoding("utf8").on("data", (chunk) => {
  answer += chunk;
  if (!answer.endsWith("}\\n")) return;
  console.log(answer);
  process.exit(answer.startsWith("HTTP/1.1 200 ") && JSON.parse(answer.split("\\r\\n\\r\\n")[1]).txt === txt ? 0 : 1);
});
`;
