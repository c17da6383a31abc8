import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyState, type State, unknownName } from "../../src/model/state.ts";
import { digestOf, noteDigest, renderState } from "../../src/state/render-state.ts";

const entries = fc.dictionary(fc.string(), fc.record({ ipv4: fc.constant(unknownName) }, { requiredKeys: [] }));

it("is the JSON of the whole, in pieces", () => {
  fc.assert(
    fc.property(entries, fc.option(fc.dictionary(fc.string(), fc.record({ at: fc.string() }))), (hostnames, told) => {
      const state: State = { ...emptyState("salt"), hostnames, ...(told && { told }) };
      expect([...renderState(state)].join("")).toBe(`${JSON.stringify(state)}\n`);
    }),
  );
});

it("has no piece that is long, however many hostnames there are", () => {
  const names = Array.from({ length: 10_000 }, (_, at) => [`host-${at}.example.no`, { ipv4: unknownName }]);
  const state: State = { ...emptyState("salt"), hostnames: Object.fromEntries(names) };
  const pieces = [...renderState(state)];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(50_000);
  expect(JSON.parse(pieces.join(""))).toEqual(state);
});

it("leaves out what went while the rest was written", () => {
  const names = Array.from({ length: 1000 }, (_, at) => [`host-${at}.example.no`, { ipv4: unknownName }]);
  const hostnames: Record<string, State["hostnames"][string]> = Object.fromEntries(names);
  let text = "";
  for (const piece of renderState({ ...emptyState("salt"), hostnames })) {
    text += piece;
    delete hostnames["host-999.example.no"];
  }
  expect(Object.keys(JSON.parse(text).hostnames)).toHaveLength(999);
});

it("has a digest that tells contents apart, and says which was asked for", () => {
  expect(digestOf(["ab", "c"])).toBe(digestOf(["a", "bc"]));
  expect(digestOf(["ab"])).not.toBe(digestOf(["ba"]));
  const noted = noteDigest(["a", "b"]);
  expect([...noted.pieces]).toEqual(["a", "b"]);
  expect(noted.digest()).toBe(digestOf(["ab"]));
});
