import type { CommandContext } from "../command-context.ts";
import { print } from "../output/output.ts";

/** `version`: the version, and with `--system` what a bug report should say of the machine. */
export async function versionCommand(context: CommandContext, options: { readonly system: boolean }): Promise<number> {
  const data = { version: __VERSION__, ...(options.system ? await describeSystem() : {}) };
  const table = options.system
    ? { columns: ["what", "value"], rows: Object.entries(data).map(([name, value]) => [name, String(value)]) }
    : __VERSION__;
  await print(context, { data, table });
  return 0;
}

/** Slow and heavy (it starts child processes), so it is only ever done on request. */
async function describeSystem(): Promise<Record<string, string>> {
  const { default: systeminformation } = await import("systeminformation");
  const [os, system, cpu, memory] = await Promise.all([
    systeminformation.osInfo(),
    systeminformation.system(),
    systeminformation.cpu(),
    systeminformation.mem(),
  ]);
  return {
    node: process.version,
    platform: `${os.platform} ${os.arch}`,
    os: [os.distro, os.release, os.codename].filter(Boolean).join(" "),
    kernel: os.kernel,
    machine: [system.manufacturer, system.model].filter(Boolean).join(" ") || "unknown",
    virtual: system.virtual ? system.virtualHost || "yes" : "no",
    cpu: `${cpu.manufacturer} ${cpu.brand}, ${cpu.cores} cores`,
    memory: `${Math.round(memory.total / 2 ** 20)} MiB`,
    container: process.env.container ?? ((await isDocker()) ? "docker" : "none"),
  };
}

async function isDocker(): Promise<boolean> {
  const { access } = await import("node:fs/promises");
  return access("/.dockerenv").then(
    () => true,
    () => false,
  );
}
