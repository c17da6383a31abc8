import type { Metric } from "./list-metrics.ts";

/**
 * The metrics as Prometheus reads them. By prom-client, which knows what is to be escaped, and is loaded only when
 * somebody scrapes: the counting itself needs nothing of it, and goes on when the listener is another one.
 */
export async function writeMetrics(metrics: readonly Metric[]): Promise<string> {
  const { Registry } = await import("prom-client");
  const registry = new Registry();
  for (const metric of metrics) {
    // A metric is what the registry asks for its values; those of the library's own would count for themselves.
    registry.registerMetric({
      name: metric.name,
      get: async () => ({ ...metric, aggregator: "omit" }),
    } as unknown as Parameters<typeof registry.registerMetric>[0]);
  }
  return registry.metrics();
}
