import { describe, expect, it } from "vitest";
import { noteAlternation } from "../../src/detect/note-alternation.ts";
import type { RememberedAddress } from "../../src/model/detection.ts";

const minute = 60_000;
const known = (address: string): RememberedAddress => {
  const time = "2026-01-01T00:00:00.000Z";
  return { address, source: "a", seenAt: time, changedAt: time, looksSinceOther: 0 };
};

/** What is remembered after looks that found these addresses at these minutes. */
function lookAt(looks: readonly (readonly [minutes: number, address: string])[]): RememberedAddress | null {
  let remembered: RememberedAddress | null = null;
  for (const [minutes, address] of looks) {
    remembered = noteAlternation(remembered, known(address), 1_000_000 + minutes * minute);
  }
  return remembered;
}

const returnsAfter = (looks: Parameters<typeof lookAt>[0]) => lookAt(looks)?.alternation?.returns ?? 0;

describe("how an address changed lately", () => {
  it("is nothing where it never changed, and where it has been the same for an hour", () => {
    expect(lookAt([[0, "A"]])?.alternation).toBeUndefined();
    const changed = [
      [0, "A"],
      [1, "B"],
      [30, "B"],
    ] as const;
    expect(lookAt(changed)?.alternation).toEqual({
      left: [{ address: "A", leftMs: 1_000_000 + minute }],
      returns: 0,
      sinceMs: 1_000_000 + minute,
    });
    expect(lookAt([...changed, [61, "B"]])?.alternation).toBeUndefined();
  });

  it("counts each return to an address that was left within the hour, and no new address", () => {
    expect(
      returnsAfter([
        [0, "A"],
        [1, "B"],
        [2, "A"],
      ]),
    ).toBe(1);
    expect(
      returnsAfter([
        [0, "A"],
        [1, "B"],
        [2, "A"],
        [3, "B"],
        [4, "A"],
      ]),
    ).toBe(3);
    expect(
      returnsAfter([
        [0, "A"],
        [1, "B"],
        [2, "C"],
        [3, "D"],
      ]),
    ).toBe(0);
    expect(
      returnsAfter([
        [0, "A"],
        [1, "B"],
        [62, "A"],
      ]),
    ).toBe(0);
  });

  it("starts anew after an hour of quiet", () => {
    expect(
      returnsAfter([
        [0, "A"],
        [1, "B"],
        [2, "A"],
        [3, "B"],
        [70, "A"],
        [71, "B"],
      ]),
    ).toBe(1);
  });

  it("keeps few of many addresses", () => {
    const looks = Array.from({ length: 100 }, (_, index) => [index / 10, `address ${index}`] as const);
    expect(lookAt(looks)?.alternation?.left).toHaveLength(16);
  });

  it("is the very same object while nothing of it changes, and without what is an hour old afterwards", () => {
    const remembered = lookAt([
      [0, "A"],
      [1, "B"],
      [31, "C"],
    ]);
    if (remembered === null) throw new Error("nothing is remembered");
    expect(noteAlternation(remembered, remembered, 1_000_000 + 40 * minute)).toBe(remembered);
    const left = [{ address: "B", leftMs: 1_000_000 + 31 * minute }];
    expect(noteAlternation(remembered, remembered, 1_000_000 + 70 * minute).alternation?.left).toEqual(left);
    expect(noteAlternation(remembered, remembered, 1_000_000 + 99 * minute).alternation).toBeUndefined();
    const empty = { ...remembered, alternation: { left: [], returns: 3, sinceMs: 0 } };
    expect(noteAlternation(empty, empty, 1_000_000).alternation).toBeUndefined();
  });
});
