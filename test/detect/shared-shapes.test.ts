import { setFlagsFromString } from "node:v8";
import { expect, it } from "vitest";
import { judgeAnswer } from "../../src/detect/judge-answer.ts";
import { noteAlternation } from "../../src/detect/note-alternation.ts";

setFlagsFromString("--allow-natives-syntax");
// V8's own word, which no compiler of ours knows.
const isAlike = new Function("one", "other", "return %HaveSameMap(one, other)") as (a: object, b: object) => boolean;

/** How many hidden classes those are of. */
function countShapes(all: readonly object[]): number {
  return all.filter((each, at) => !all.slice(0, at).some((other) => isAlike(each, other))).length;
}

const many = Array.from({ length: 200 }, (_, index) => `185.0.2.${index}`);
const asked = {
  source: { uri: "push:cabin", operator: "cabin", authoritative: "always" },
  ...({ uplink: "cabin", family: "ipv4", allowNonPublic: false, only: [], never: [], durationMs: 1 } as const),
} as const;

/** Before V8 knows what they are usually made of, the first few may differ. */
const few = 10;

it("makes answers of thousands of clients share a few hidden classes, and so their memory", () => {
  const given = many.map((address) => judgeAnswer(asked, { kind: "address", address }));
  const open = many.map(() => judgeAnswer(asked, { kind: "none", reason: "not told yet", untold: true }));
  expect(countShapes(given)).toBeLessThan(few);
  expect(countShapes(open)).toBeLessThan(few);
});

it("makes what is remembered of thousands of addresses share a few hidden classes", () => {
  const known = { source: "push:cabin", seenAt: "x", changedAt: "x", looksSinceOther: 0 };
  const before = { address: "185.0.3.1", ...known };
  const noted = many.map((address) => noteAlternation(before, { address, ...known }, 1));
  const again = noted.map((each) => noteAlternation(each, { address: each.address, ...known }, 2));
  expect(countShapes(noted)).toBeLessThan(few);
  expect(countShapes(again)).toBeLessThan(few);
});
