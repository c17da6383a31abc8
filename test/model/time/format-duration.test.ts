import { describe, expect, it } from "vitest";
import { formatDuration } from "../../../src/model/time/format-duration.ts";

describe("a duration", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_000, "1 s"],
    [119_400, "119 s"],
    [120_000, "2 min"],
    [7_140_000, "119 min"],
    [7_200_000, "2 h"],
    [19_200_000, "5 h 20 min"],
    [172_800_000, "2 d"],
    [183_600_000, "2 d 3 h"],
  ])("of %i ms is told as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
