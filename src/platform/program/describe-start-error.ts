import { codeOf } from "../error-code.ts";

/** Why a program was not started, in plain words. */
export function describeStartError(error: Error, program: string): string {
  const code = codeOf(error);
  if (code === "ENOENT") return `no such program: ${program}`;
  if (code === "EACCES") return `this user is not allowed to run ${program}`;
  return `${program} can't be run: ${error.message}`;
}
