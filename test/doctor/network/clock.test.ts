import { expect, it } from "vitest";
import { clockCheck } from "../../../src/doctor/network/clock.ts";
import type { GreetedApi } from "../../../src/doctor/network/greet-api.ts";
import type { Patient } from "../../../src/doctor/patient.ts";

const nowMs = Date.UTC(2026, 5, 1);

function clockOf(api: GreetedApi, wallMs = nowMs) {
  const patient = { app: { clock: { wallMs: () => wallMs } }, api: async () => api } as unknown as Patient; // all that it looks at
  return clockCheck.examine(patient, new AbortController().signal);
}

const answered = (aheadMs: number | null): GreetedApi => ({ ok: true, status: 401, aheadMs, issuer: null });
const failed = (code: string): GreetedApi => ({ ok: false, code, reason: code });

it.each([
  ["the second", answered(900), "ok"],
  ["a minute behind", answered(61_000), "warning"],
  ["an hour ahead", answered(-3_600_000), "problem"],
])("a clock that is right to %s", async (_, api, state) => expect(await clockOf(api)).toMatchObject([{ state }]));

it("is plainly wrong where the server's certificate is not valid yet, or an old machine begins in 1970", async () => {
  expect(await clockOf(failed("CERT_NOT_YET_VALID"))).toMatchObject([
    { state: "problem", advice: expect.stringMatching("timedatectl") },
  ]);
  expect(await clockOf(failed("CERT_HAS_EXPIRED"), 0)).toMatchObject([{ state: "problem" }]);
  expect(await clockOf(failed("CERT_HAS_EXPIRED"))).toEqual([]);
  expect(await clockOf(failed("ECONNREFUSED"))).toEqual([]);
  expect(await clockOf(answered(null))).toEqual([]);
});
