import { expect, it } from "vitest";
import { addressCheck } from "../../../src/doctor/network/address.ts";
import { cgnatCheck } from "../../../src/doctor/network/cgnat.ts";
import { sourcesCheck } from "../../../src/doctor/network/sources.ts";
import type { Patient } from "../../../src/doctor/patient.ts";

const clients = Array.from({ length: 10_000 }, (_, at) => `d${at}`);

/** A gateway whose clients have all sent an IPv4 address, and one of them a private one. */
function patientOf(refused: string): Patient {
  const detections = clients.flatMap((uplink) => {
    const answer = { source: `push:${uplink}`, operator: uplink, uplink, family: "ipv4", durationMs: 0, reason: null };
    const isRefused = uplink === refused;
    const address = isRefused ? null : "185.0.2.1";
    const answers = [{ ...answer, kind: isRefused ? "refused" : "address", address: address ?? "10.0.0.1" }];
    const reason = isRefused ? "10.0.0.1 is not public" : null;
    return [{ uplink, family: "ipv4", verdict: isRefused ? "unknown" : "confirmed", address, reason, answers }];
  });
  const hostnames = clients.map((uplink) => ({ hostname: `${uplink}.example.no`, uplink, families: ["ipv4"] }));
  return { config: { hostnames }, detections: async () => detections } as unknown as Patient; // all that they look at
}

it.each([addressCheck, sourcesCheck, cgnatCheck])(
  "tells what is right of thousands of clients in one line: $name",
  async (check) => {
    const findings = await check.examine(patientOf("d77"), new AbortController().signal);
    expect(findings.length).toBeLessThanOrEqual(2);
    expect(findings[0]).toMatchObject({ state: "ok", text: expect.stringContaining("9999") });
    if (check !== cgnatCheck) expect(findings[1]?.text).toContain("d77");
  },
);
