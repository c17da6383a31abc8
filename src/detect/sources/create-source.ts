import { familyOf } from "../../model/address.ts";
import { familyLabel } from "../../model/family.ts";
import { parseSource } from "../parse-source.ts";
import type { Question, RawAnswer, Source } from "../source.ts";
import type { SourceSpec } from "../source-spec.ts";
import type { SourceDependencies } from "./source-dependencies.ts";

/** Makes the source that a URI describes; its code is loaded when it is first asked. */
export function createSource(spec: SourceSpec, dependencies: SourceDependencies): Source {
  const { uri, operator, cost, authoritative } = spec;
  return { uri, operator, cost, authoritative, ask: (question) => askSafely(spec, question, dependencies) };
}

/** Makes each source once, by its URI. A URI that can't be read gives a source that says so. */
export function createSources(dependencies: SourceDependencies): (uri: string) => Source {
  const sources = new Map<string, Source>();
  return (uri) => {
    const known = sources.get(uri);
    if (known !== undefined) return known;
    const parsed = parseSource(uri);
    const source = parsed.ok ? createSource(parsed.spec, dependencies) : unreadableSource(uri, parsed.message);
    sources.set(uri, source);
    return source;
  };
}

function unreadableSource(uri: string, reason: string): Source {
  const ask = async () => ({ kind: "none", reason }) as const;
  return { uri, operator: uri, cost: "local", authoritative: "never", ask };
}

async function askSafely(spec: SourceSpec, question: Question, dependencies: SourceDependencies): Promise<RawAnswer> {
  if (!spec.families.includes(question.family)) {
    const shown = familyLabel(question.family);
    return { kind: "none", reason: `can't be asked for ${shown}`, unable: true };
  }
  try {
    return keepToFamily(await askByKind(spec, question, dependencies), question);
  } catch (error) {
    return { kind: "none", reason: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function keepToFamily(answer: RawAnswer, { family }: Question): RawAnswer {
  if (answer.kind === "none" || familyOf(answer.address) === family) return answer;
  return { kind: "none", reason: `answered with ${answer.address}, of the other family` };
}

/** One line per kind. */
async function askByKind(spec: SourceSpec, question: Question, dependencies: SourceDependencies): Promise<RawAnswer> {
  switch (spec.kind) {
    case "static":
      return (await import("./ask-static.ts")).askStatic(spec);
    case "file":
      return (await import("./ask-file.ts")).askFile(spec, question);
    case "command":
      return (await import("./ask-command.ts")).askCommand(spec, question, dependencies);
    case "http":
      return (await import("./ask-http.ts")).askHttp(spec, question, dependencies);
    case "dns":
      return (await import("./ask-dns.ts")).askDns(spec, question, dependencies);
    case "stun":
      return (await import("./ask-stun.ts")).askStun(spec, question, dependencies);
    case "interface":
      return (await import("./ask-interface.ts")).askInterface(spec, question, dependencies);
    case "pcp":
    case "natpmp":
    case "upnp":
      return (await import("./ask-router.ts")).askRouter(spec, question, dependencies);
    case "auto":
      return { kind: "none", reason: "auto stands for a list of sources" };
  }
}
