import { type Command, describeCommand, type Flag, textFlag } from "../words/command.ts";

const domainFilterFlag: Flag<readonly string[]> = {
  written: "--domain-filter <name>",
  about: "only this zone or name and everything below it; repeatable",
  unset: [],
  read: (text, before) => [...before, text],
};

export const clusterCommands: readonly Command[] = [
  describeCommand({
    name: "external-dns",
    about: "run as the webhook provider of Kubernetes' external-dns, in the foreground",
    flags: {
      listen: textFlag("--listen <address>", "where to listen for external-dns", "127.0.0.1:8888"),
      health: textFlag("--health <address>", "where to answer /healthz; none to disable it", "0.0.0.0:8080"),
      domainFilters: domainFilterFlag,
    },
    asksApi: true,
    run: async (context, _, flags) => (await import("./external-dns.ts")).externalDnsCommand(context, flags),
  }),
];
