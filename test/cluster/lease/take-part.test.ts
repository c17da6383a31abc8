import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createLeaseClient } from "../../../src/cluster/lease/lease-client.ts";
import { findServiceAccount } from "../../../src/cluster/lease/service-account.ts";
import { type Leadership, takePart } from "../../../src/cluster/lease/take-part.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";
import type { ApiServer } from "./serve-leases.ts";
import { startApiServer } from "./start-api-server.ts";

const parts: Leadership[] = [];

afterEach(async () => {
  await Promise.all(parts.splice(0).map((part) => part.close()));
});

/** A replica on a clock of the test's own; requests go over the real network, in real time. */
async function enter(api: ApiServer, identity: string, clock: ReturnType<typeof createFakeClock>) {
  const account = await findServiceAccount(api.environment, api.accountDir);
  if (!account) throw new Error("there is no service account");
  const problems: (string | null)[] = [];
  const part = takePart({
    ...{ identity, clock, name: "ddns", namespace: account.namespace, random: () => 0 },
    ask: createLeaseClient(account, "ddns", systemClock),
    onChange: () => {},
    onProblem: (problem) => problem !== problems.at(-1) && problems.push(problem),
  });
  parts.push(part);
  return { part, problems };
}

const settled = { timeout: 60_000, interval: 5 };

it("makes the Lease, leads by it, renews it, and is followed by the others", async () => {
  const api = await startApiServer();
  const clock = createFakeClock();
  const one = await enter(api, "pod-1", clock);
  await expect.poll(() => one.part.mayAct(), settled).toBe(true);
  const other = await enter(api, "pod-2", clock);
  await expect.poll(() => other.part.leader(), settled).toBe("pod-1");
  for (let turn = 0; turn < 20; turn++) {
    const before = api.methods.length;
    await clock.pass(2_001);
    await expect.poll(() => api.methods.length, settled).toBeGreaterThanOrEqual(before + 2);
    await expect.poll(() => one.part.mayAct(), settled).toBe(true);
  }
  expect([one.part.term().aborted, other.part.mayAct(), other.part.term().aborted]).toEqual([false, false, true]);
});

it("gives the Lease back when it ends, so that another leads at its next look", async () => {
  const api = await startApiServer();
  const clock = createFakeClock();
  const one = await enter(api, "pod-1", clock);
  await expect.poll(() => one.part.mayAct(), settled).toBe(true);
  const other = await enter(api, "pod-2", clock);
  await expect.poll(() => other.part.leader(), settled).toBe("pod-1");
  const term = one.part.term();
  await one.part.close();
  expect([term.aborted, one.part.mayAct(), api.lease?.spec?.holderIdentity]).toEqual([true, false, ""]);
  await clock.pass(2_001);
  await expect.poll(() => other.part.mayAct(), settled).toBe(true);
});

it.each([500, 409, "silence"] as const)(
  "stops acting in time when the cluster's API answers with %s",
  async (fault) => {
    const api = await startApiServer();
    const clock = createFakeClock();
    const { part, problems } = await enter(api, "pod-1", clock);
    await expect.poll(() => part.mayAct(), settled).toBe(true);
    const term = part.term();
    api.fault = fault;
    await clock.pass(9_000);
    await clock.pass(2_000);
    expect([part.mayAct(), term.aborted]).toEqual([false, true]);
    api.fault = null;
    if (fault === "silence") return;
    await expect
      .poll(async () => {
        await clock.pass(1_000);
        return part.mayAct();
      }, settled)
      .toBe(true);
    expect([part.term() === term, problems.at(-1)]).toEqual([false, null]);
  },
);

it("reads the token anew for each request, and says what a service account lacks", async () => {
  const api = await startApiServer();
  api.token = "second";
  const clock = createFakeClock();
  const { part, problems } = await enter(api, "pod-1", clock);
  await expect.poll(() => problems, settled).toEqual([expect.stringContaining("refuses the service account's token")]);
  writeFileSync(join(api.accountDir, "token"), "second");
  api.fault = 403;
  await expect
    .poll(async () => {
      await clock.pass(5_000);
      return problems.at(-1);
    }, settled)
    .toContain("get, create and update on leases");
  api.fault = null;
  await expect
    .poll(async () => {
      await clock.pass(5_000);
      return part.mayAct();
    }, settled)
    .toBe(true);
});

it("finds no service account outside a pod", async () => {
  expect(await findServiceAccount({})).toBeNull();
  expect(await findServiceAccount({ KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "/nonexistent")).toBeNull();
});
