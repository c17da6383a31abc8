import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openChallengeBook } from "../../src/acme/challenge-book.ts";
import { systemClock } from "../../src/platform/clock.ts";

it("loses nothing where several write to it at the same time, and makes its directory", async () => {
  const dir = mkdtempSync(join(tmpdir(), "challenge-book-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { signal } = new AbortController();
  const open = () => openChallengeBook(join(dir, "state"), systemClock, signal);
  const values = Array.from({ length: 10 }, (_, index) => `value-${index}`);
  await Promise.all(values.map((value) => open().note("_acme-challenge.example.no", value)));
  const noted = await open().listAt("_acme-challenge.example.no");
  expect(noted.map(({ value }) => value).sort()).toEqual(values);
});
