import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { Daemon } from "../../daemon/daemon.ts";
import { runDaemon } from "../../daemon/run-daemon.ts";
import { systemClock } from "../../platform/clock.ts";
import { createLogger } from "../../platform/logger.ts";
import { defaultApiKey } from "../../simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import type { CommandContext } from "../command-context.ts";
import { type AddressServices, startAddressServices } from "./address-services.ts";
import { createNarrator, type DemoStep, type Narrator } from "./narrator.ts";
import { waitUntilVisible } from "./wait-until-visible.ts";

export interface DemoOptions {
  /** Stop after that many changes; undefined: at Ctrl-C. */
  readonly rounds: number | undefined;
  readonly everySeconds: number;
  readonly context: CommandContext;
}

const hostname = "home.example.no";

/** The parts of a running demo. */
interface Demo {
  readonly simulator: Simulator;
  readonly services: AddressServices;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** A simulated Gigahost, a daemon against it and an address that changes, all on loopback, until Ctrl-C. */
export async function runDemo({ rounds, everySeconds, context }: DemoOptions): Promise<readonly DemoStep[]> {
  const folder = await mkdtemp(join(tmpdir(), "gigahost-ddns-demo-"));
  // Where the output is lost the process ends at once.
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", clear);
  const parts = await startParts(folder);
  const { simulator, services } = parts;
  const stop = new AbortController();
  const end = () => stop.abort();
  context.signal.addEventListener("abort", end);
  // The terminal is gone; to the daemon in here that would mean to reload.
  process.on("SIGHUP", end);
  if (context.signal.aborted) end();
  const demo = { ...parts, narrator: createNarrator(context), signal: stop.signal };
  const steps: DemoStep[] = [];
  let ended: Promise<void> | null = null;
  try {
    ({ ended } = await startDemoDaemon(demo, folder, context));
    for (let round = 0; round < (rounds ?? Number.POSITIVE_INFINITY) && !stop.signal.aborted; round++) {
      const step = await changeAddress(demo, round);
      if (step) steps.push(step);
      if (round + 1 !== rounds) await systemClock.sleep(everySeconds * 1000, stop.signal);
    }
  } finally {
    end();
    // It saves what it knows when it ends: until then its directory is not empty.
    await ended;
    context.signal.removeEventListener("abort", end);
    process.off("SIGHUP", end);
    await Promise.all([simulator.close(), services.close()]);
    await rm(folder, { recursive: true, force: true });
    process.off("exit", clear);
  }
  demo.narrator.sayEnd(steps);
  return steps;
}

async function startParts(folder: string): Promise<Pick<Demo, "simulator" | "services">> {
  try {
    const [simulator, services] = await Promise.all([
      startSimulator({ zones: ["example.no"] }),
      startAddressServices(),
    ]);
    return { simulator, services };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Resolves when the daemon runs, with a promise of its end. */
async function startDemoDaemon(demo: Demo, folder: string, context: CommandContext): Promise<{ ended: Promise<void> }> {
  const file = join(folder, "config.yaml");
  await writeFile(file, demoConfig(demo, folder));
  const load = () => loadConfig({ file, environment: { PATH: context.environment.PATH } });
  const config = await load();
  const log = await createLogger({
    ...config.log,
    level: context.options.logLevel === undefined ? "error" : config.log.level,
    secrets: config.secrets,
  });
  return new Promise((resolve, reject) => {
    const ended = runDaemon({
      config,
      load,
      environment: {},
      signal: demo.signal,
      log,
      isConfigError: (error) => error instanceof ConfigError,
      onStarted(daemon, page) {
        demo.narrator.sayStart(demo.simulator, page, hostname, file);
        narrateRounds(daemon, demo);
        resolve({ ended });
      },
    });
    ended.catch(reject);
  });
}

function demoConfig({ simulator, services }: Demo, folder: string): string {
  return `account: { base_url: "${simulator.url}", api_key: "${defaultApiKey}" }
hostnames: [${hostname}]
ipv4: { sources: [${services.urls.map((url) => `"${url}"`).join(", ")}] }
ipv6: { enabled: false }
schedule: "* * * * * *"
state_dir: ${JSON.stringify(folder)}
http: { listen: "127.0.0.1:0" }
max_updates_per_hour: 3600
verify: false
`;
}

/** Every answer of the sources and of the server that changed something. */
function narrateRounds(daemon: Daemon, { narrator, simulator }: Demo): void {
  let told = 0;
  daemon.onRound((report) => {
    const updates = report.outcomes.filter(({ action }) => action === "update");
    if (updates.length === 0) return;
    narrator.sayDetected(report.answers);
    for (const request of simulator.requests.slice(told)) narrator.sayRequest(request);
    told = simulator.requests.length;
    for (const outcome of updates) narrator.sayOutcome(outcome);
  });
}

async function changeAddress({ services, narrator, simulator, signal }: Demo, round: number): Promise<DemoStep | null> {
  const address = `185.0.2.${(round % 250) + 1}`;
  services.setAddress(address);
  narrator.sayChange(address);
  const visibleAfterMs = await waitUntilVisible({ hostname, address, server: simulator.dns, signal });
  if (signal.aborted) return null;
  narrator.sayVisible(hostname, address, visibleAfterMs);
  return { address, visible: visibleAfterMs !== null, visibleAfterMs };
}
