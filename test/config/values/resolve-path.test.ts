import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { ConfigError } from "../../../src/config/config-error.ts";
import { loadConfig } from "../../../src/config/load-config.ts";
import { expandHome, resolvePath } from "../../../src/config/values/resolve-path.ts";

const environment = { HOME: "/home/ola" };

it.each([
  ["~/state", "/home/ola/state"],
  ["~", "/home/ola"],
  ["~/../x", "/home/x"],
  ["state", "/etc/gigahost-ddns/state"],
  ["/a/~/b", "/a/~/b"],
  ["a~/b", "/etc/gigahost-ddns/a~/b"],
  ["~kari/b", "/etc/gigahost-ddns/~kari/b"],
])("%s is the path %s", (written, path) => {
  expect(resolvePath(written, { baseDir: "/etc/gigahost-ddns", environment })).toBe(path);
});

it("stays as it is written where it is not a home", () => {
  for (const written of ["x", "a~/b", "~kari/b"]) expect(expandHome(written, environment)).toBe(written);
});

function inHome(config: object) {
  const home = mkdtempSync(join(tmpdir(), "home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, "secrets"));
  writeFileSync(join(home, "secrets/key"), `flux_live_${"4".repeat(64)}\n`, { mode: 0o600 });
  writeFileSync(join(home, "secrets/webhook"), "json://127.0.0.1:9/notice\n", { mode: 0o600 });
  // JSON is YAML.
  writeFileSync(join(home, "c.yaml"), JSON.stringify({ hostnames: ["home.example.no"], ...config }), { mode: 0o600 });
  return { home, load: () => loadConfig({ file: "~/c.yaml", environment: { HOME: home } }) };
}

it("every key that is a path knows the home, and so do `--config` and the variables", async () => {
  const { home, load } = inHome({
    account: { api_key_file: "~/secrets/key" },
    state_dir: "~/state",
    http: { token_file: "~/token" },
    notify: [{ url_file: "~/secrets/webhook" }],
    gateway: {
      listen: "127.0.0.1:8246",
      clients_file: "~/clients.yaml",
      tls: { cert_file: "~/cert.pem", key_file: "~/key.pem" },
    },
  });
  writeFileSync(join(home, "clients.yaml"), "[]\n", { mode: 0o600 });
  const config = await load();
  expect(config).toMatchObject({
    file: join(home, "c.yaml"),
    stateDir: join(home, "state"),
    http: { tokenFile: join(home, "token") },
    notify: [{ url: "json://127.0.0.1:9/notice" }],
    gateway: {
      clientsFile: join(home, "clients.yaml"),
      tls: { certFile: join(home, "cert.pem"), keyFile: join(home, "key.pem") },
    },
  });
  const byVariables = { HOME: home, GIGAHOST_API_KEY_FILE: "~/secrets/key", GIGAHOST_DDNS_STATE_DIR: "~/other" };
  writeFileSync(join(home, "c.yaml"), "hostnames: [home.example.no]\n");
  expect(await loadConfig({ file: "~/c.yaml", environment: byVariables })).toMatchObject({
    stateDir: join(home, "other"),
    account: { credential: { kind: "api-key" } },
  });
});

it("another user's home, which nobody knows here, is refused with what to write", async () => {
  const { load } = inHome({ account: { api_key_file: "~/secrets/key" }, state_dir: "~kari/state" });
  const error = await load().catch((error: ConfigError) => error);
  expect(error).toMatchObject({
    problems: [{ path: "state_dir", message: "`~kari` is not a known home directory here; write the whole path" }],
  });
});
