import { explainFailures, UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import type { ApiWords } from "../../words/api-words.ts";
import { callOperation } from "./call-operation.ts";
import { describeOperation } from "./describe-operation.ts";
import { findCalled } from "./find-called.ts";
import { isRawCall, runRawCall } from "./raw-call.ts";
import { readWords } from "./read-words.ts";
import { loadSectionOperations } from "./section-operations.ts";

/** `api SECTION OPERATION …`: calls it, or explains it. Its flags come from the operation, so no parser knows them before. */
export function runApiWords(context: CommandContext, { named, rest, help, problems }: ApiWords): Promise<number> {
  return explainFailures(context, async () => {
    if (isRawCall(named)) return runRawCall(context, { named, rest, help, problems });
    const called = await findCalled(named);
    if (called.operation === null) {
      const text = await loadSectionOperations(called.section);
      if (!help) throw new UsageError([`which operation of ${called.section}?`], text.trimEnd());
      context.stdout.write(text);
      return 0;
    }
    if (help) {
      context.stdout.write(describeOperation(called.operation));
      return 0;
    }
    const read = readWords(called.operation.entry, [...called.rest, ...rest]);
    return callOperation(context, called.operation, { ...read, problems: [...problems, ...read.problems] });
  });
}
