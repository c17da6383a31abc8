import { styleText } from "node:util";
import type { SourceAnswer } from "../../model/detection.ts";
import { isPublished, type Outcome } from "../../model/report.ts";
import type { LoggedRequest } from "../../simulator/http/request-log.ts";
import type { Simulator } from "../../simulator/start-simulator.ts";
import type { CommandContext } from "../command-context.ts";

/** One change of the address and its result. Times are milliseconds after the change. */
export interface DemoStep {
  readonly address: string;
  /** Whether the name server answered with it within 15 s. */
  readonly visible: boolean;
  readonly visibleAfterMs: number | null;
}

/** Narrates the demo as it happens, line by line. */
export interface Narrator {
  sayStart(simulator: Simulator, page: { readonly port: number } | null, hostname: string, file: string): void;
  sayChange(address: string): void;
  sayDetected(answers: readonly SourceAnswer[]): void;
  sayRequest(request: LoggedRequest): void;
  sayOutcome(outcome: Outcome): void;
  sayVisible(hostname: string, address: string, afterMs: number | null): void;
  sayEnd(steps: readonly DemoStep[]): void;
}

/** With JSON or YAML the story goes to stderr, since stdout is for the data. */
export function createNarrator({ stdout, stderr, color, options }: CommandContext): Narrator {
  const out = options.output === "table" ? stdout : stderr;
  const paint = (style: "bold" | "green" | "red" | "dim", text: string) =>
    color && out === stdout ? styleText(style, text, { validateStream: false }) : text;
  const say = (text = "") => out.write(`${text}\n`);
  return {
    sayStart({ url, dns }, page, hostname, file) {
      say(paint("bold", "A simulated Gigahost and a daemon against it; nothing leaves this machine. Ctrl-C ends it."));
      say();
      say(`  API            ${url}`);
      say(`  name server    dig @${dns.host} -p ${dns.port} ${hostname} A +short`);
      if (page) say(`  status page    http://127.0.0.1:${page.port}/`);
      say(`  ask it         gigahost-ddns status --config ${file}`);
    },
    sayChange(address) {
      say();
      say(paint("bold", `The provider gives this machine another address: ${address}`));
    },
    sayDetected(answers) {
      const said = answers
        .filter(({ kind }) => kind === "address")
        .map(({ source, address }) => `${source} says ${address}`);
      say(`  detected       ${said.join(", ")}`);
    },
    sayRequest({ method, path, rawQuery, status }) {
      say(`  asked          ${method} ${path}${rawQuery ? `?${rawQuery}` : ""} (HTTP ${status ?? "-"})`);
    },
    sayOutcome(outcome) {
      const { hostname, result, address, previous, reason } = outcome;
      say(
        `  server's word  ${paint(isPublished(outcome) ? "green" : "red", result ?? "-")} for ${hostname} ${address ?? ""}${previous ? ` (was ${previous})` : ""}${reason ? `: ${reason}` : ""}`,
      );
    },
    sayVisible(hostname, address, afterMs) {
      if (afterMs === null) say(paint("red", `  NOT visible    ${hostname} does not point to ${address} after 15 s`));
      else
        say(
          `  visible        ${hostname} A ${paint("green", address)}, ${(afterMs / 1000).toFixed(1)} s after the change`,
        );
    },
    sayEnd(steps) {
      const times = steps.flatMap(({ visibleAfterMs }) => (visibleAfterMs === null ? [] : [visibleAfterMs]));
      if (steps.length === 0) return;
      const slowest = times.length > 0 ? `, the slowest after ${(Math.max(...times) / 1000).toFixed(1)} s` : "";
      say();
      say(paint("bold", `${times.length} of ${steps.length} changes became visible${slowest}.`));
    },
  };
}
