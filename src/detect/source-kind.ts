import type { Fallible, Refused } from "../model/fallible.ts";
import type { Family } from "../model/family.ts";
import type { RememberedTold } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import type { Network } from "../platform/network/network.ts";
import type { Question, RawAnswer, Source } from "./source.ts";

/** One kind of source: a file in `kinds/` and its line in `kinds/all-kinds.ts`. */
export interface SourceKind {
  /** What its URIs begin with. */
  readonly schemes: readonly [string, ...string[]];
  /** Reads a URI without asking or loading anything; `rest` is what follows the colon. */
  parse(uri: string, rest: string): ParsedSource;
}

/** Or what is wrong with the URI and what it could have meant. */
export type ParsedSource = Fallible<{ readonly spec: SourceSpec; readonly ask: AskSource }>;

/** A source as its URI says, before anything of it is loaded; each kind adds what it needs to ask. */
export interface SourceSpec extends Omit<Source, "ask"> {
  /** The families it can be asked for at all: `static:185.0.2.1` never has an IPv6 address. */
  readonly families: readonly Family[];
}

/** Asks one source of which everything is known; its code is loaded the first time. */
export type AskSource = (question: Question, dependencies: SourceDependencies) => Promise<RawAnswer>;

/** What sources need from the machine. */
export interface SourceDependencies {
  readonly clock: Clock;
  readonly network: Network;
  /** What a client of the gateway told last; null: nothing yet. */
  readonly told?: (client: string) => RememberedTold | null;
}

/** A kind as its file describes it. */
interface KindDescription<Spec extends SourceSpec> {
  readonly schemes: SourceKind["schemes"];
  parse(uri: string, rest: string): Spec | Refused;
  /** Imports the code that asks: most configurations name few kinds. */
  load(): Promise<(spec: Spec, question: Question, dependencies: SourceDependencies) => Promise<RawAnswer>>;
}

/** Makes a kind of what its file describes; nobody else needs to know the shape of its spec. */
export function sourceKind<Spec extends SourceSpec>({ schemes, parse, load }: KindDescription<Spec>): SourceKind {
  return {
    schemes,
    parse: (uri, rest) => {
      const spec = parse(uri, rest);
      if (isRefused(spec)) return spec;
      return { ok: true, spec, ask: async (question, dependencies) => (await load())(spec, question, dependencies) };
    },
  };
}

export function refuse(reason: string): Refused {
  return { ok: false, reason };
}

function isRefused(parsed: SourceSpec | Refused): parsed is Refused {
  return "ok" in parsed;
}
