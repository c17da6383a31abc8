import type { Gigahost } from "../../api/gigahost.ts";
import type { PublishOptions } from "../engine.ts";
import type { ProbeVerdict } from "../remember/probe-account.ts";
import { isRefusal } from "./is-refusal.ts";

/** Finds out with one `GET /dns/zones` whether the credential is accepted; never rejects. */
export async function probeZones(
  client: () => Promise<Gigahost>,
  { signal, onRequest }: PublishOptions,
): Promise<ProbeVerdict> {
  try {
    const limits = { retries: 0, timeouts: { attemptMs: 30_000, totalMs: 30_000 } };
    await (await client()).dns.listZones({}, { ...limits, signal, onRequest });
    return "accepted";
  } catch (error) {
    return isRefusal(error) ? "refused" : "unknown";
  }
}
