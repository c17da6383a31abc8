import type { Config } from "../../config/config.ts";
import { describeProblem, type Problem } from "../../config/config-error.ts";
import { describeOpenFile } from "../../config/resolve/read-secrets.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { splitAdvice } from "../split-advice.ts";

/** What loading the configuration found worth mentioning. */
export const configurationCheck: Check = {
  name: "configuration",
  async examine({ config }) {
    const told = new Set(config.secretFiles.map(describeOpenFile));
    const doubts = config.warnings.filter((text) => !told.has(text));
    return [describeValid(config), ...doubts.map(describeDoubt)];
  },
};

/** One that can't be used: every mistake in it. */
export function describeBroken(problems: readonly Problem[]): Finding[] {
  return problems.map((each) => {
    const { text, advice } = splitAdvice(
      describeProblem(each),
      "fix it; `gigahost-ddns config check` shows all mistakes",
    );
    return problem(text, advice, 78);
  });
}

function describeValid({ file, hostnames }: Config): Finding {
  const count = hostnames.length === 1 ? "1 hostname" : `${hostnames.length} hostnames`;
  return ok(`${file ?? "the environment"} is valid, with ${count}`);
}

function describeDoubt(sentence: string): Finding {
  const { text, advice } = splitAdvice(sentence, "change it, or leave it: it still works");
  return warning(text, advice);
}
