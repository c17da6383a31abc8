import type { Metric, Sample } from "./list-metrics.ts";

/** What this program, or its user's configuration, made up: everything else may repeat what a server or a source said. */
const ownLabels = new Set(["hostname", "family", "state", "version", "uplink", "le"]);

/**
 * The metrics in Prometheus's text format. Of ten thousand hostnames it is megabytes, so only labels that come from elsewhere
 * are looked through for secrets.
 */
export function writeMetrics(metrics: readonly Metric[], mask: (text: string) => string): string {
  const known = new Map<string, string>();
  const hide = (value: string) => {
    const masked = known.get(value) ?? mask(value);
    known.set(value, masked);
    return masked;
  };
  const blocks = metrics.map(({ name, help, type, values }) => {
    // Pieces that are joined at once: V8 would keep each concatenation as a tree.
    const pieces = [`# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${type}\n`];
    for (const sample of values) addSample(pieces, name, sample, hide);
    return pieces.join("");
  });
  return blocks.join("\n");
}

function addSample(
  pieces: string[],
  name: string,
  { labels, value, metricName = name }: Sample,
  hide: (text: string) => string,
): void {
  pieces.push(metricName);
  let before = "{";
  for (const label in labels) {
    const text = String(labels[label]);
    pieces.push(before, label, '="', escapeLabel(ownLabels.has(label) ? text : hide(text)), '"');
    before = ",";
  }
  pieces.push(before === "{" ? " " : "} ", String(value), "\n");
}

/** As the format wants it: a backslash and a line break would end what they stand in. */
function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return /[\\\n"]/.test(text) ? escapeText(text).replaceAll('"', '\\"') : text;
}
