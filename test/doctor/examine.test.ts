import { expect, it } from "vitest";
import { type Check, ok } from "../../src/doctor/check.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Patient } from "../../src/doctor/patient.ts";
import { systemClock } from "../../src/platform/clock.ts";

const nobody = {} as Patient; // these checks look at nothing

it("a check that hangs, and one that fails, keep nobody else from being heard, in the order of the table", async () => {
  const checks: Check[] = [
    { name: "hangs", examine: () => new Promise(() => {}) },
    { name: "well", examine: async () => [ok("all is well")] },
    { name: "fails", examine: () => Promise.reject(new TypeError("x is undefined")) },
  ];
  const signal = new AbortController().signal;
  expect(await examine(checks, nobody, { clock: systemClock, signal, maxMs: 50 })).toEqual([
    { check: "hangs", state: "warning", text: expect.stringContaining("in time"), advice: expect.any(String) },
    { check: "well", state: "ok", text: "all is well", advice: null },
    { check: "fails", state: "problem", text: expect.stringMatching(/^internal error/), advice: "please report it" },
  ]);
});

it("checks run side by side", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const checks: Check[] = [
    { name: "waits", examine: () => gate.then(() => [ok("let go")]) },
    {
      name: "lets go",
      async examine() {
        release();
        return [];
      },
    },
  ];
  const signal = new AbortController().signal;
  expect(await examine(checks, nobody, { clock: systemClock, signal })).toMatchObject([{ text: "let go" }]);
});
