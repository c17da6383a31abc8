import type { Status } from "../../model/status.ts";
import { listMetrics } from "../metrics/list-metrics.ts";
import type { Tally } from "../metrics/tally.ts";
import { writeMetrics } from "../metrics/write-metrics.ts";
import type { Route, ServerParts } from "./route.ts";

/** For Prometheus, in its text format. */
export const metrics: Route = {
  method: "GET",
  path: "/metrics",
  access: "metrics",
  async answer({ parts }) {
    const type = "text/plain; version=0.0.4; charset=utf-8";
    return { status: 200, type, body: await write(parts), headers: parts.identity };
  },
};

/** The metrics as last written, since nothing is counted between two rounds. */
const written = new WeakMap<
  Status,
  { readonly tally: Tally; readonly rounds: number; readonly body: Promise<Buffer> }
>();

function write({ status: cache, tally, mask }: ServerParts): Promise<Buffer> {
  const { status } = cache.get();
  const rounds = tally.rounds.count;
  const known = written.get(status);
  if (known?.tally === tally && known.rounds === rounds) return known.body;
  const body = writeMetrics(listMetrics(status, tally), mask);
  written.set(status, { tally, rounds, body });
  return body;
}
