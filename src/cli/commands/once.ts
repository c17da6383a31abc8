import type { Config } from "../../config/config.ts";
import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { OnceOptions } from "../../daemon/once/round-by-itself.ts";
import { runOnce } from "../../daemon/once/run-once.ts";
import type { RoundReport } from "../../model/report.ts";
import type { CommandContext } from "../command-context.ts";
import { logReport, openDebugLog } from "../debug-log.ts";
import { exitCodeOf } from "../exit-code.ts";
import { explainProxy } from "../explain-proxy.ts";
import { printReport } from "../output/print-report.ts";

/** From so many on, what reading the configuration leaves behind is worth collecting before the round. */
const minCollectedHostnames = 1_000;

/** `once`: one round, handed to the daemon where one runs. */
export async function onceCommand(
  context: CommandContext,
  { dryRun, force }: { readonly dryRun: boolean; readonly force: boolean },
): Promise<number> {
  const config = await loadForRound(context).catch((error) => {
    if (dryRun || !(error instanceof ConfigError)) throw error;
    return error;
  });
  if (!(config instanceof ConfigError)) return runAndPrint(context, config, { dryRun, force });
  // The secret may be the daemon's alone, as under systemd: then it does the round, and needs nothing of ours.
  const [{ askDaemon }, { concludeRound }] = await Promise.all([
    import("../daemon-client/ask-daemon.ts"),
    import("../daemon-client/conclude-round.ts"),
  ]);
  const answer = await askDaemon<RoundReport>(context, { do: "update", force }).catch(() => null);
  if (!answer?.ok) throw config;
  return concludeRound(context, answer.value);
}

/** `retry` without a daemon: lifts the holds of a hostname (all: null) and does the round by itself. */
export async function retryByItself(context: CommandContext, hostname: string | null): Promise<number> {
  const config = await loadForRound(context);
  if (hostname !== null && !config.hostnames.some((name) => name.hostname === hostname)) {
    context.stderr.write(`gigahost-ddns: ${hostname} is not a configured hostname\n`);
    return 2;
  }
  return runAndPrint(context, config, { dryRun: false, force: false, lift: hostname });
}

async function loadForRound({ options, environment }: CommandContext): Promise<Config> {
  const config = await loadConfig({ file: options.config, environment, overrides: { logLevel: options.logLevel } });
  if (config.hostnames.length > minCollectedHostnames)
    (await import("../../platform/memory/collect-garbage.ts")).collectGarbage();
  return config;
}

async function runAndPrint(
  context: CommandContext,
  config: Config,
  round: Pick<OnceOptions, "dryRun" | "force" | "lift">,
): Promise<number> {
  const warned = new Set<string>();
  const onWarning = (text: string) => {
    // The claim and the state file have the same trouble with a directory.
    if (!warned.has(text)) context.stderr.write(`warning: ${text}\n`);
    warned.add(text);
  };
  for (const warning of config.warnings) onWarning(warning);
  const result = await runOnce({ config, ...round, signal: context.signal, onWarning }).catch(
    async (error: unknown) => {
      // Not by its class, which most rounds would load for nothing.
      if (!(error instanceof Error && error.name === "HolderError")) throw error;
      return (await import("../daemon-client/ask-daemon.ts")).explainHolder(error, config.stateDir);
    },
  );
  if ("ok" in result) {
    context.stderr.write(`gigahost-ddns: ${result.reason}\n`);
    return result.exitCode;
  }
  const { report, status } = result;
  const log = await openDebugLog(context, config.secrets);
  if (log) logReport(log, report);
  await printReport(context, report);
  explainProxy(
    context,
    config,
    report.addresses.map(({ address }) => address),
  );
  return round.dryRun ? 0 : exitCodeOf(report.outcomes, status);
}
