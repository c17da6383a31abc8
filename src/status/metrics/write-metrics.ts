import type { Metric, Sample } from "./list-metrics.ts";

/** What this program, or its user's configuration, made up: everything else may repeat what a server or a source said. */
const ownLabels = new Set(["hostname", "family", "state", "version", "uplink", "le"]);

/**
 * The metrics as Prometheus reads them. By prom-client, which knows what is to be escaped, and is loaded only when
 * somebody scrapes: the counting itself needs nothing of it, and goes on when the listener is another one.
 */
export async function writeMetrics(metrics: readonly Metric[], mask: (text: string) => string): Promise<string> {
  const { Registry } = await import("prom-client");
  const registry = new Registry();
  for (const metric of hideSecrets(metrics, mask)) {
    // A metric is what the registry asks for its values; those of the library's own would count for themselves.
    registry.registerMetric({
      name: metric.name,
      get: async () => ({ ...metric, aggregator: "omit" }),
    } as unknown as Parameters<typeof registry.registerMetric>[0]);
  }
  return registry.metrics();
}

/** Before the text is made: of ten thousand hostnames it is megabytes, and next to nothing of it comes from elsewhere. */
function hideSecrets(metrics: readonly Metric[], mask: (text: string) => string): readonly Metric[] {
  const known = new Map<string, string>();
  const hide = (text: string) => {
    const masked = known.get(text) ?? mask(text);
    known.set(text, masked);
    return masked;
  };
  return metrics.map((metric) => {
    // All samples of a metric have the same labels.
    const foreign = Object.keys(metric.values[0]?.labels ?? {}).filter((label) => !ownLabels.has(label));
    return foreign.length === 0 ? metric : { ...metric, values: metric.values.map((each) => maskLabels(each, hide)) };
  });
}

function maskLabels(sample: Sample, hide: (text: string) => string): Sample {
  const entries = Object.entries(sample.labels).map(([label, value]) => {
    return [label, typeof value === "string" && !ownLabels.has(label) ? hide(value) : value];
  });
  return { ...sample, labels: Object.fromEntries(entries) };
}
