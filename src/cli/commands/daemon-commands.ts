import { type Command, type CommandGroup, describeCommand, switchFlag } from "../words/command.ts";
import { numberFlag } from "../words/shared-flags.ts";

/** Those that do what the daemon does, and those that ask it. */
export const daemonCommands: readonly Command[] = [
  describeCommand({
    name: "run",
    about: "keep the names up to date, in the foreground, until told to stop",
    run: async (context) => (await import("./run.ts")).runCommand(context),
  }),
  describeCommand({
    name: "once",
    about: "do one round, then exit",
    flags: {
      dryRun: switchFlag("--dry-run", "stop after the plan: ask the sources, publish nothing"),
      force: switchFlag("--force", "publish even what seems unchanged (lifts no hold and skips no confirmation)"),
    },
    run: async (context, _, flags) => (await import("./once.ts")).onceCommand(context, flags),
  }),
  describeCommand({
    name: "detect",
    about: "ask every configured source and show its answer; publish nothing",
    run: async (context) => (await import("./detect.ts")).detectCommand(context),
  }),
  describeCommand({
    name: "doctor",
    about: "check everything that could be wrong, one line each with what to do; change nothing",
    run: async (context) => (await import("./doctor.ts")).doctorCommand(context),
  }),
  describeCommand({
    name: "demo",
    about: "watch an address change reach a DNS name, with a simulated Gigahost on this machine",
    flags: {
      rounds: numberFlag("--rounds <n>", "stop after that many address changes", {
        min: 1,
        max: 1000,
        unset: undefined,
      }),
      everySeconds: numberFlag("--every <seconds>", "seconds between two changes", { min: 1, max: 3600, unset: 4 }),
    },
    run: async (context, _, flags) => (await import("./demo.ts")).demoCommand(context, flags),
  }),
  describeCommand({
    name: "version",
    about: "print the version",
    flags: { system: switchFlag("--system", "also print what a report should say about this machine") },
    run: async (context, _, flags) => (await import("./version.ts")).versionCommand(context, flags),
  }),
  describeCommand({
    name: "status",
    about: "show what the running daemon knows",
    flags: { watch: switchFlag("-w, --watch", "keep showing it, updated in place") },
    run: async (context, _, flags) => (await import("./daemon/status.ts")).statusCommand(context, flags),
  }),
  describeCommand({
    name: "history",
    about: "show what happened: address changes, problems and recoveries, holds",
    flags: { days: numberFlag("--days <n>", "how many days back", { min: 1, max: 36_500, unset: 90 }) },
    run: async (context, _, flags) => (await import("./daemon/history.ts")).historyCommand(context, flags),
  }),
  describeCommand({
    name: "update",
    about: "tell the running daemon to do a round now, and wait for its report",
    flags: {
      force: switchFlag("--force", "publish even what seems unchanged"),
      wait: switchFlag("--no-wait", "exit as soon as the daemon has accepted the request"),
    },
    run: async (context, _, flags) => (await import("./daemon/update.ts")).updateCommand(context, flags),
  }),
  describeCommand({
    name: "retry",
    about: "lift the holds of a hostname, or all of them, and do a round",
    words: ["[hostname]"],
    aboutWords: { hostname: "the hostname as configured" },
    async run(context, [given]) {
      const { normalizeHostname } = await import("../../model/hostname.ts");
      const hostname = given === null ? null : (normalizeHostname(given) ?? given);
      const retryByItself = async () => (await import("./once.ts")).retryByItself(context, hostname);
      return (await import("./daemon/retry.ts")).retryCommand(context, { hostname }, retryByItself);
    },
  }),
  describeCommand({
    name: "healthcheck",
    about: "exit 0 when the daemon is healthy, otherwise 1; for Docker's HEALTHCHECK",
    run: async (context) => (await import("./daemon/healthcheck.ts")).healthcheckCommand(context),
  }),
  describeCommand({
    name: "token",
    about: "print the token of the daemon's HTTP interface",
    run: async (context) => (await import("./daemon/token.ts")).tokenCommand(context),
  }),
];

export const notifyCommands: CommandGroup = {
  name: "notify",
  about: "test the channels that notices go to",
  commands: [
    describeCommand({
      name: "test",
      about: "send one message to every channel and show what each answers",
      run: async (context) => (await import("./notify-test.ts")).notifyTestCommand(context),
    }),
  ],
};
