import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { prepareScene } from "../e2e/scene.ts";

const hook = fileURLToPath(new URL("../../contrib/gigahost-ddns-hook", import.meta.url));

interface Call {
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Read into the caller's shell, as dhclient and OpenWrt do. */
  readonly sourced?: boolean;
}

/** Calls the hook; gives what reads what it has the program do, null for nothing. */
function callHook({ environment = {}, args = [], sourced = false }: Call): () => string | null {
  const folder = mkdtempSync(join(tmpdir(), "hook-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const said = join(folder, "said");
  // Renamed, so that it is there as a whole.
  const program = `#!/bin/sh\n[ -z "\${TELLS_PATH:-}" ] || set -- "$PATH"\necho "$@" >'${said}.new'; mv '${said}.new' '${said}'\n`;
  writeFileSync(join(folder, "gigahost-ddns"), program, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}`, ...environment };
  const call = sourced ? `. '${hook}'; command -v gigahost_ddns_changed` : `'${hook}' "$@"`;
  const { stdout } = spawnSync("sh", ["-c", `set -u; ${call}; echo alive`, "sh", ...args], { env, encoding: "utf8" });
  expect(stdout).toBe("alive\n");
  return () => (existsSync(said) ? readFileSync(said, "utf8").trim() : null);
}

const update = "update --no-wait";
const ppp = { PPP_IFACE: "ppp0", PPP_LOCAL: "185.0.2.1" };
const lease = { old_ip_address: "185.0.2.1", new_ip_address: "185.0.2.1", interface: "eth0" };

describe("contrib/gigahost-ddns-hook", () => {
  it.each<[string, Call, string | null]>([
    ["ppp", { environment: ppp, args: ["ppp0", "tty", "0", "185.0.2.1", "10.0.0.1", ""] }, update],
    [
      "ppp, by pppd itself",
      {
        environment: { IFNAME: "ppp0", IPLOCAL: "185.0.2.1" },
        args: ["ppp0", "/dev/ttyS1", "0", "185.0.2.1", "10.0.0.1"],
      },
      update,
    ],
    ["dhclient, bound", { environment: { reason: "BOUND", ...lease }, sourced: true }, update],
    ["dhclient, renewed", { environment: { reason: "RENEW", ...lease }, sourced: true }, null],
    [
      "dhclient, renewed with another address",
      { environment: { reason: "RENEW", ...lease, new_ip_address: "185.0.2.2" }, sourced: true },
      update,
    ],
    [
      "dhclient, an old lease without an answer",
      { environment: { reason: "TIMEOUT", ...lease }, sourced: true },
      update,
    ],
    ["dhclient, a prefix that is over", { environment: { reason: "DEPREF6" }, sourced: true }, update],
    ["dhclient, expired", { environment: { reason: "EXPIRE", ...lease }, sourced: true }, null],
    ["NetworkManager, up", { args: ["eth0", "up"] }, update],
    ["NetworkManager, another lease", { args: ["eth0", "dhcp6-change"] }, update],
    [
      "NetworkManager, past a captive portal",
      { environment: { CONNECTIVITY_STATE: "FULL" }, args: ["none", "connectivity-change"] },
      update,
    ],
    [
      "NetworkManager, before one",
      { environment: { CONNECTIVITY_STATE: "PORTAL" }, args: ["none", "connectivity-change"] },
      null,
    ],
    ["NetworkManager, down", { args: ["eth0", "down"] }, null],
    ["networkd-dispatcher", { environment: { IFACE: "eth0", OperationalState: "routable" } }, update],
    ["networkd-dispatcher, degraded", { environment: { IFACE: "eth0", OperationalState: "degraded" } }, null],
    ["OpenWrt", { environment: { ACTION: "ifup", INTERFACE: "wan" }, args: ["iface"], sourced: true }, update],
    ["OpenWrt, down", { environment: { ACTION: "ifdown", INTERFACE: "wan" }, args: ["iface"], sourced: true }, null],
    ["by hand", {}, update],
  ])("%s", async (_, call, expected) => {
    const said = callHook(call);
    await expect.poll(said).toBe(expected);
  });

  it("finds a program where npm puts it, which is not on dhclient's PATH", async () => {
    const said = callHook({ environment: { reason: "BOUND", TELLS_PATH: "1" }, sourced: true });
    await expect.poll(said).toMatch(/:\/usr\/local\/sbin:\/usr\/local\/bin$/);
  });

  it("reaches a running daemon of another command, which looks at once", async () => {
    const scene = await prepareScene({ schedule: "0 0 1 1 *", log: { level: "debug", format: "json" } });
    const daemon = scene.start("run");
    await daemon.until(/round done/);
    const program = fileURLToPath(new URL("../../dist/gigahost-ddns.cjs", import.meta.url));
    const environment = {
      GIGAHOST_DDNS_COMMAND: `${process.execPath} ${program}`,
      GIGAHOST_DDNS_CONFIG: scene.configFile,
    };
    callHook({ args: ["eth0", "up"], environment });
    await daemon.until(/round done[\s\S]*round done/);
  });
});
