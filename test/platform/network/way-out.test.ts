import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WayOut } from "../../../src/platform/network/way-out.ts";

/** Real routes, rules and addresses, each case in a network namespace of its own. */
const isolated = fileURLToPath(new URL("../../../bench/isolated", import.meta.url));
const possible = spawnSync(isolated, ["ip", "link", "add", "e0", "type", "veth", "peer", "name", "p0"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "way-out-"));
const program = join(folder, "ask.mjs");

const asking = `
  import { systemNetwork as network } from "./src/platform/network/network.ts";
  const signal = new AbortController().signal;
  const gateway = await network.gateway("e0", signal);
  const [ipv4, ipv6] = [await network.wayOut("ipv4", null), await network.wayOut("ipv6", null)];
  const leaving = await network.leaving("192.0.9.9", "185.1.1.1", signal);
  console.log(JSON.stringify({ ipv4, ipv6, gateway, leaving }));`;

const twoInterfaces = `
  for n in e0 f0; do ip link add $n type veth peer name p$n; ip link set p$n up; ip link set $n up; done
  ip addr add 185.1.1.1/24 dev e0; ip -6 addr add 2a02:fe0:1::1/64 dev e0 nodad
  ip addr add 185.2.2.1/24 dev f0; ip -6 addr add 2a02:fe0:2::1/64 dev f0 nodad
`;

interface Found {
  readonly ipv4: WayOut;
  readonly ipv6: WayOut;
  readonly gateway: string | null;
  readonly leaving: { readonly kind: string; readonly interfaceName?: string };
}

function ask(commands: string, { path = process.env.PATH ?? "", hideProc = false } = {}): Found {
  const hide = hideProc ? "mount -t tmpfs none /proc;" : "";
  const script = `set -e; ${twoInterfaces} ${commands}\n${hide} PATH="${path}" exec "${process.execPath}" "${program}"`;
  const command = ["unshare", "--mount", "sh", "-c", script];
  const { stdout, stderr } = spawnSync(isolated, command, { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const from = (address: string): WayOut => ({ kind: "found", address });

describe.runIf(possible)("the way out, as the kernel says", () => {
  beforeAll(async () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    await build({
      stdin: { contents: asking, resolveDir: root },
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is none where the kernel answers unreachable", () => {
    const none = { ipv4: { kind: "unreachable" }, ipv6: { kind: "unreachable" }, gateway: null };
    expect(ask("")).toMatchObject(none);
    expect(ask("ip route add unreachable default; ip -6 route add unreachable default")).toMatchObject(none);
  });

  it("is there with the default route in two halves, as VPNs write it, and as 2000::/3", () => {
    const halves = "for half in 0.0.0.0/1 128.0.0.0/1; do ip route add $half via 185.1.1.2; done";
    expect(ask(`${halves}; ip -6 route add 2000::/3 via 2a02:fe0:1::2`)).toEqual({
      ipv4: from("185.1.1.1"),
      ipv6: from("2a02:fe0:1::1"),
      gateway: "185.1.1.2",
      leaving: { kind: "found", interfaceName: "e0" },
    });
    expect(ask("ip route add 0.0.0.0/1 via 185.1.1.2").ipv4).toEqual(from("185.1.1.1"));
  });

  it("is there in another table that a rule leads to, its router too", () => {
    const table = "ip route add default via 185.1.1.2 table 200; ip rule add from all lookup 200";
    const table6 = "ip -6 route add default via 2a02:fe0:1::2 table 200; ip -6 rule add from all lookup 200";
    expect(ask(`${table}; ${table6}`)).toMatchObject({
      ipv4: from("185.1.1.1"),
      ipv6: from("2a02:fe0:1::1"),
      gateway: "185.1.1.2",
    });
  });

  it("is not the route of another uplink's table, though that has the lower metric", () => {
    const main = "ip -6 route add default via 2a02:fe0:1::2 metric 1024";
    const other = "ip -6 route add default via 2a02:fe0:2::2 metric 1 table 200; ip -6 rule add iif f0 lookup 200";
    expect(ask(`${main}; ${other}`).ipv6).toEqual(from("2a02:fe0:1::1"));
    expect(ask(other).ipv6).toEqual({ kind: "unreachable" });
  });

  it("is not known where it is forbidden or thrown away: that proves nothing", () => {
    for (const kind of ["prohibit", "blackhole"]) {
      const { ipv4, ipv6 } = ask(`ip route add ${kind} default; ip -6 route add ${kind} default`);
      expect([kind, ipv4.kind, ipv6.kind]).toEqual([kind, "unknown", "unknown"]);
    }
  });

  it("has no address to send from while the only one is being checked for uniqueness", () => {
    const checking = "ip -6 addr flush dev e0; ip -6 addr flush dev f0; ip -6 route add default dev e0";
    expect(ask(checking).ipv6).toEqual({ kind: "addressless" });
  });

  it("needs neither /proc nor the program ip, which only the interface behind an own address does", () => {
    const found = ask("ip route add default via 185.1.1.2", { path: "/nonexistent", hideProc: true });
    expect(found).toMatchObject({ ipv4: from("185.1.1.1"), ipv6: { kind: "unreachable" }, gateway: null });
    expect(found.leaving).toMatchObject({ kind: "unknown", reason: expect.stringContaining("not installed") });
  });
});
