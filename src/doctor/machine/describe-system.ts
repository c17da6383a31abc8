import { findContainer } from "../../platform/program/find-container.ts";

/** What a bug report should say of this machine. Slow and heavy (it starts child processes): only ever on request. */
export async function describeSystem(environment: NodeJS.ProcessEnv): Promise<Record<string, string>> {
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
    container: findContainer(environment) ?? "none",
  };
}
