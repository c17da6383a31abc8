import { expect, it } from "vitest";
import { ipv6Check } from "../../../src/doctor/network/ipv6.ts";
import type { Patient } from "../../../src/doctor/patient.ts";

type Flags = Partial<Record<"temporary" | "deprecated" | "tentative", boolean>>;

/** A machine with these addresses and one hostname, which is to point to the one that is given. */
function ipv6Of(own: readonly (Flags & { readonly address: string })[], published: string | null = null) {
  const addresses = own.map((entry) => ({ family: "ipv6", ...entry }));
  const patient = {
    config: { hostnames: [{ families: ["ipv6"] }] },
    app: { network: { addresses: async () => addresses } },
    plan: async () => [{ hostname: "home.example.no", family: "ipv6", address: published }],
  } as unknown as Patient; // all that it looks at
  return ipv6Check.examine(patient, new AbortController().signal);
}

const lasting = "2a02:fe0:77::2";
const temporary = { address: "2a02:fe0:77:0:3088:d77d:4c4f:e8c2", temporary: true };

it("has one that lasts beside temporary ones", async () => {
  expect(await ipv6Of([temporary, { address: lasting }], lasting)).toEqual([
    { state: "ok", text: `this machine has the permanent address ${lasting}`, advice: null },
  ]);
});

it("would publish a temporary one", async () => {
  expect(await ipv6Of([temporary, { address: lasting }], temporary.address)).toMatchObject([
    {
      state: "problem",
      text: expect.stringContaining("a temporary address"),
      advice: expect.stringContaining("interface:"),
    },
  ]);
});

it("has only temporary ones: privacy extensions are the cause", async () => {
  expect(await ipv6Of([temporary])).toMatchObject([
    { state: "warning", text: expect.stringContaining("(temporary)"), advice: expect.stringContaining("privacy") },
  ]);
});

it("has only ones whose prefix the router took back, which privacy extensions have nothing to do with", async () => {
  const [found] = await ipv6Of([{ address: lasting, deprecated: true }]);
  expect(found).toMatchObject({ state: "warning", text: expect.stringContaining("(deprecated)") });
  expect(found?.advice).toContain("the router still announces their prefix");
  expect(found?.advice).not.toContain("privacy");
});
