import { type CommandGroup, describeCommand, switchFlag } from "../../words/command.ts";

const waitFlag = switchFlag("--no-wait", "exit as soon as Gigahost has the value, whatever the name servers show");
const aboutName = "the host, or the whole _acme-challenge name";
const hookHelp = `
certbot:     --manual-auth-hook "gigahost-ddns acme hook auth" --manual-cleanup-hook "gigahost-ddns acme hook cleanup"
lego, dehydrated: a script with  exec gigahost-ddns acme hook "$@"  as EXEC_PATH, or after --hook
acme.sh:     gigahost-ddns acme hook add|rm NAME VALUE  in dns_gigahost_add and dns_gigahost_rm`;

export const acmeCommands: CommandGroup = {
  name: "acme",
  about: "get certificates by DNS-01",
  asksApi: true,
  commands: [
    describeCommand({
      name: "present",
      about: "add a challenge's value, and wait until the zone's name servers show it",
      words: ["<name>", "<value>"],
      aboutWords: { name: aboutName },
      flags: { wait: waitFlag },
      run: async (context, [name, value], { wait }) =>
        (await import("./do-challenges.ts")).doChallenges(context, [{ action: "present", name, value }], { wait }),
    }),
    describeCommand({
      name: "cleanup",
      about: "delete a challenge's value; a missing one is fine",
      words: ["<name>", "<value>"],
      aboutWords: { name: aboutName },
      flags: { wait: waitFlag },
      run: async (context, [name, value], { wait }) =>
        (await import("./do-challenges.ts")).doChallenges(context, [{ action: "cleanup", name, value }], { wait }),
    }),
    describeCommand({
      name: "account",
      about: "print a gateway client's account as acme-dns clients store it: one entry for each of its names",
      words: ["<client>"],
      run: async (context, [name]) => (await import("./show-account.ts")).showAccountCommand(context, name),
    }),
    describeCommand({
      name: "hook",
      about: "do what an ACME client's hook asks for: certbot, lego, dehydrated, acme.sh",
      words: ["[words...]"],
      flags: { wait: waitFlag },
      moreHelp: hookHelp,
      run: async (context, [words], { wait }) =>
        (await import("./run-hook.ts")).runHookCommand(context, words, { wait }),
    }),
  ],
};
