import { afterEach } from "vitest";
import { type ApiServer, serveLeases } from "./serve-leases.ts";

const running: (() => void)[] = [];

afterEach(() => {
  for (const stop of running.splice(0)) stop();
});

/** Started for one test, with one Lease that may be made. */
export async function startApiServer(leaseName = "ddns"): Promise<ApiServer> {
  const { api, stop } = await serveLeases(leaseName);
  running.push(stop);
  return api;
}
