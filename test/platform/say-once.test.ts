import { beforeEach, describe, expect, it } from "vitest";
import { formatDuration } from "../../src/platform/format-duration.ts";
import type { Log } from "../../src/platform/logger.ts";
import { createSayOnce, type SayOnce } from "../../src/platform/say-once.ts";
import { createFakeClock, type FakeClock } from "../schedule/fake-clock.ts";

let said: string[];
let clock: FakeClock;
let sayOnce: SayOnce;

beforeEach(() => {
  said = [];
  clock = createFakeClock();
  const write = (level: string) => (message: string) => void said.push(`${level}: ${message}`);
  const log: Log = {
    trace: write("trace"),
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    fatal: write("fatal"),
  };
  sayOnce = createSayOnce(log, clock);
});

describe("a trouble", () => {
  it("is said once, and once more with its duration when it is over", async () => {
    sayOnce.trouble("disk", "the disk is full");
    sayOnce.trouble("disk", "the disk is full");
    await clock.pass(150_000);
    clock.setWall(-3_600_000);
    sayOnce.over("disk", "the state is saved again");
    expect(said).toEqual([
      "warn: the disk is full",
      "debug: the disk is full",
      "info: the state is saved again (after 3 min)",
    ]);
  });

  it("is said again when it comes back, or when its text changes", () => {
    sayOnce.trouble("disk", "full");
    sayOnce.over("disk", "fine");
    sayOnce.trouble("disk", "full");
    sayOnce.trouble("disk", "read-only");
    expect(said.filter((line) => line.startsWith("warn"))).toEqual(["warn: full", "warn: full", "warn: read-only"]);
    expect([...sayOnce.current()]).toEqual([["disk", "read-only"]]);
  });

  it("that never was is never over", () => {
    sayOnce.over("disk", "fine");
    expect(said).toEqual([]);
    expect(sayOnce.current().size).toBe(0);
  });
});

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
