import { afterAll } from "vitest";

const waiting: (() => unknown)[] = [];

afterAll(async () => {
  await Promise.all(waiting.splice(0).map((cleanUp) => cleanUp()));
});

/** Has something cleaned up when the file's tests have ended. They run side by side, so none has an end of its own here. */
export function atEnd(cleanUp: () => unknown): void {
  waiting.push(cleanUp);
}
