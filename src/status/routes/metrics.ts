import { listMetrics } from "../metrics/list-metrics.ts";
import { writeMetrics } from "../metrics/write-metrics.ts";
import type { Route } from "./route.ts";

/** For Prometheus, in its text format. */
export const metrics: Route = {
  method: "GET",
  path: "/metrics",
  access: "metrics",
  async answer({ parts }) {
    const body = await writeMetrics(listMetrics(parts.status.get().status, parts.tally));
    return {
      status: 200,
      type: "text/plain; version=0.0.4; charset=utf-8",
      body: parts.mask(body),
      headers: parts.identity,
    };
  },
};
