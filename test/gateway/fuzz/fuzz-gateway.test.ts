import { expect, it } from "vitest";
import { fuzzGateway } from "./fuzz-gateway.ts";

// A million of them: bench/gateway-fuzz.mjs.
it("never touches a name of another's, and never shows a secret, whatever is asked", async () => {
  const result = await fuzzGateway({ requests: 3_000, seed: 1, maxMs: 60_000 });
  expect(result.faults).toEqual([]);
  expect(result.requests).toBeGreaterThan(100);
  expect(result.touched).toBeGreaterThan(10);
  expect(Object.keys(result.statuses)).toEqual(expect.arrayContaining(["200", "401", "404"]));
});
