/** Resolves when everything that was ready has had its turn: whoever works on thousands of things pauses so now and then. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
