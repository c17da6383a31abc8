/** Resolves once everything that was ready has had its turn; called now and then by work on thousands of things. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
