import { familyOf } from "../../model/address.ts";
import { familyLabel } from "../../model/family.ts";
import { messageOf } from "../../platform/error-message.ts";
import { describeOtherFamily } from "../judge-answer.ts";
import { parseSource } from "../parse-source.ts";
import type { Question, RawAnswer, Source } from "../source.ts";
import type { ParsedSource, SourceDependencies } from "../source-kind.ts";

/** Makes each source that is worth keeping once, by its URI. A URI that can't be read gives a source that says so. */
export function createSources(dependencies: SourceDependencies): (uri: string) => Source {
  const sources = new Map<string, Source>();
  return (uri) => {
    const known = sources.get(uri);
    if (known !== undefined) return known;
    const parsed = parseSource(uri);
    const source = parsed.ok ? createSource(parsed, dependencies) : unreadableSource(uri, parsed.reason);
    // One that has its answer at hand costs nothing to make again, and there may be one for each of thousands of clients.
    if (!source.isInstant) sources.set(uri, source);
    return source;
  };
}

type ReadableSource = Extract<ParsedSource, { ok: true }>;

/** Its code is loaded when it is first asked. */
function createSource(parsed: ReadableSource, dependencies: SourceDependencies): Source {
  const { uri, operator, cost, authoritative, isInstant = false } = parsed.spec;
  return {
    uri,
    operator,
    cost,
    authoritative,
    isInstant,
    ask: (question) => askSafely(parsed, question, dependencies),
  };
}

function unreadableSource(uri: string, reason: string): Source {
  const ask = async () => ({ kind: "none", reason }) as const;
  return { uri, operator: uri, cost: "local", authoritative: "never", ask };
}

async function askSafely(
  { spec, ask }: ReadableSource,
  question: Question,
  dependencies: SourceDependencies,
): Promise<RawAnswer> {
  if (!spec.families.includes(question.family)) {
    const shown = familyLabel(question.family);
    return { kind: "none", reason: `can't be asked for ${shown}`, unable: true };
  }
  try {
    return keepToFamily(await ask(question, dependencies), question);
  } catch (error) {
    return { kind: "none", reason: `failed: ${messageOf(error)}` };
  }
}

function keepToFamily(answer: RawAnswer, { family }: Question): RawAnswer {
  if (answer.kind === "none" || familyOf(answer.address) === family) return answer;
  return { kind: "none", reason: describeOtherFamily(answer.address) };
}
