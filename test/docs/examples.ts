import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scene } from "../e2e/scene.ts";

/** A command line as a user types it, after `gigahost-ddns`. */
export interface Example {
  readonly typed: string;
  /** What is there before. */
  prepare?(scene: Scene): void;
  /** Of a long output only the first lines. */
  readonly firstLines?: number;
}

/** The commands whose output the page shows without a daemon, in the order of the page. */
export const examples: readonly Example[] = [
  { typed: "detect" },
  { typed: "once --dry-run" },
  { typed: "once" },
  { typed: "config check" },
  { typed: "config show", firstLines: 12 },
  { typed: "zone list" },
  { typed: "zone show example.no" },
  { typed: 'record set example.no MX "10 mail.example.no."' },
  { typed: "record add --zone example.no www AAAA 2a01:5a8::1" },
  { typed: "record list example.no --type A,AAAA --sort name" },
  { typed: "zone export example.no --to example.no.zone" },
  {
    typed: "zone diff example.no changed.zone",
    prepare: ({ dir }) =>
      writeFileSync(
        join(dir, "changed.zone"),
        "$ORIGIN example.no.\n@ 300 IN MX 20 mail.example.no.\nwww 300 IN AAAA 2a01:5a8::1\n",
      ),
  },
  { typed: "record delete www.example.no AAAA 2a01:5a8::1 --yes" },
  { typed: "servers list" },
  { typed: "gateway list" },
  { typed: "api list", firstLines: 8 },
  { typed: "api dns list-zones --dry-run" },
  { typed: "acme present www.example.no gfj9Xq_Rg85nM0y2K7vBd3sLhTn6WuQe4pZxR1cAaF8 --no-wait" },
  { typed: "version" },
  { typed: "history" },
];

/** The same, for a daemon that runs. */
export const daemonExamples: readonly Example[] = [
  { typed: "status" },
  { typed: "update" },
  { typed: "retry" },
  { typed: "healthcheck" },
  { typed: "notify test" },
];

/** The commands without an example, and why. */
export const withoutExample: Readonly<Record<string, string>> = {
  doctor: "shown on its own page, against a network of its own",
  run: "its log stands first",
  demo: "the README shows it",
  token: "prints a secret",
  init: "asks questions",
  import: "its page shows it",
  "config schema": "prints config.schema.json",
  "zone create": "as `record set`, of a zone",
  "zone delete": "as `record delete`, of a zone",
  "zone import": "prints what `zone diff` does",
  "servers status": "measures over time",
  "servers graphs": "writes pictures",
  "gateway add": "prints a secret",
  "gateway remove": "asks for the name",
  "gateway hash": "reads standard input",
  "api openapi": "prints the whole document",
  "acme cleanup": "as `acme present`",
  "acme hook": "called by other programs",
  "acme account": "prints a secret",
  "external-dns": "its page shows it",
  completion: "prints a script",
};
