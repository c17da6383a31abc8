import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { registerApiCommands } from "./register-api-commands.ts";
import { wholeNumber } from "./whole-number.ts";

/** Runs a command: its positional arguments as commander gives them, and its own options. */
export type Run = (
  context: CommandContext,
  positional: readonly (string | string[] | undefined)[],
  options: Record<string, unknown>,
) => Promise<number>;

/** Ties a described command to the function that runs it. */
export type Tie = (command: Command, run: Run) => void;

/** The list of all commands. A command's module is loaded only when it is the one that was asked for. */
export function registerCommands(program: Command, tie: Tie): void {
  registerDaemonCommands(program, tie);
  registerQuestions(program, tie);
  registerNotifyCommands(program, tie);
  registerConfigCommands(program, tie);
  registerApiCommands(program, tie);
}

function registerDaemonCommands(program: Command, tie: Tie): void {
  tie(
    program.command("run").description("keep the names pointed, in the foreground, until told to stop"),
    async (context) => (await import("../commands/run.ts")).runCommand(context),
  );
  tie(
    program
      .command("once")
      .description("do one round, then exit")
      .option("--dry-run", "stop after the plan: ask the sources, publish nothing")
      .option("--force", "publish even what seems unchanged (lifts no hold, needs no fewer sources)"),
    async (context, _, options) =>
      (await import("../commands/once.ts")).onceCommand(context, {
        dryRun: options.dryRun === true,
        force: options.force === true,
      }),
  );
  tie(
    program.command("detect").description("ask every configured source and show what it says; publishes nothing"),
    async (context) => (await import("../commands/detect.ts")).detectCommand(context),
  );
  tie(
    program
      .command("demo")
      .description("watch an address change travel to a DNS name, against a simulated Gigahost on this machine")
      .option("--rounds <n>", "stop after that many address changes", wholeNumber(1, 1000))
      .option("--every <seconds>", "seconds between two changes", wholeNumber(1, 3600), 4),
    async (context, _, options) =>
      (await import("../commands/demo.ts")).demoCommand(context, {
        rounds: options.rounds as number | undefined, // as parsed by wholeNumber
        everySeconds: options.every as number, // as parsed by wholeNumber
      }),
  );
  tie(
    program
      .command("version")
      .description("print the version")
      .option("--system", "and what a bug report should say of this machine"),
    async (context, _, options) =>
      (await import("../commands/version.ts")).versionCommand(context, { system: options.system === true }),
  );
}

/** What asks the running daemon. */
function registerQuestions(program: Command, tie: Tie): void {
  tie(
    program
      .command("status")
      .description("show what the running daemon knows")
      .option("-w, --watch", "keep showing it, redrawn in place"),
    async (context, _, options) =>
      (await import("../commands/status.ts")).statusCommand(context, { watch: options.watch === true }),
  );
  tie(
    program
      .command("update")
      .description("tell the running daemon to do a round now, and wait for its report")
      .option("--force", "publish even what seems unchanged")
      .option("--no-wait", "end as soon as the daemon has accepted it"),
    async (context, _, options) =>
      (await import("../commands/update.ts")).updateCommand(context, {
        force: options.force === true,
        wait: options.wait !== false,
      }),
  );
  tie(
    program
      .command("retry")
      .description("lift the holds of a hostname, or all of them, and do a round")
      .argument("[hostname]", "the hostname as configured"),
    async (context, [given]) => {
      const { normalizeHostname } = await import("../../model/hostname.ts");
      const hostname = typeof given === "string" ? (normalizeHostname(given) ?? given) : null;
      const retryByItself = async () => (await import("../commands/once.ts")).retryByItself(context, hostname);
      return (await import("../commands/retry.ts")).retryCommand(context, { hostname }, retryByItself);
    },
  );
  tie(
    program.command("healthcheck").description("exit 0 when the daemon is healthy, else 1; for Docker's HEALTHCHECK"),
    async (context) => (await import("../commands/healthcheck.ts")).healthcheckCommand(context),
  );
  tie(program.command("token").description("print the token of the daemon's HTTP interface"), async (context) =>
    (await import("../commands/token.ts")).tokenCommand(context),
  );
}

function registerNotifyCommands(program: Command, tie: Tie): void {
  const notify = program.command("notify").description("try the channels that notices go to");
  tie(
    notify.command("test").description("send one message to every channel and show what each answers"),
    async (context) => (await import("../commands/notify-test.ts")).notifyTestCommand(context),
  );
}

function registerConfigCommands(program: Command, tie: Tie): void {
  const config = program.command("config").description("check, show and describe the configuration");
  tie(config.command("check").description("read the configuration and name every mistake in it"), async (context) =>
    (await import("../commands/config-check.ts")).configCheckCommand(context),
  );
  tie(
    config.command("show").description("print the effective configuration, secrets masked, with each value's origin"),
    async (context) => (await import("../commands/config-show.ts")).configShowCommand(context),
  );
  tie(config.command("schema").description("print the configuration's JSON Schema"), async (context) =>
    (await import("../commands/config-schema.ts")).configSchemaCommand(context),
  );
}
