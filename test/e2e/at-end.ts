import { afterAll } from "vitest";

const waiting: (() => unknown)[] = [];

afterAll(async () => {
  for (const cleanUp of waiting.splice(0).reverse()) await cleanUp();
});

/**
 * Has something cleaned up when the file's tests have ended. They run side by side, so none has an end of its own here.
 * What came last goes first, one after the other: a folder goes after the programs that write into it.
 */
export function atEnd(cleanUp: () => unknown): void {
  waiting.push(cleanUp);
}
