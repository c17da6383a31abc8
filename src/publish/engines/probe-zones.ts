import type { Gigahost } from "../../api/gigahost.ts";
import type { PublishOptions } from "../engine.ts";
import type { ProbeVerdict } from "../remember/probe-account.ts";
import { callLimits } from "./call-limits.ts";
import { isRefusal } from "./is-refusal.ts";

/** Finds out with one `GET /dns/zones` whether the credential is accepted; never rejects. */
export async function probeZones(
  client: () => Promise<Gigahost>,
  { signal, onRequest }: PublishOptions,
): Promise<ProbeVerdict> {
  try {
    await (await client()).dns.listZones({}, { ...callLimits, signal, onRequest });
    return "accepted";
  } catch (error) {
    return isRefusal(error) ? "refused" : "unknown";
  }
}
