import { letOthersRun } from "../../platform/let-others-run.ts";
import type { Metric, Sample } from "./list-metrics.ts";

/** Labels from this program or the configuration; any other may repeat what a server or a source said. */
const ownLabels = new Set(["hostname", "family", "state", "version", "uplink", "le"]);

/** The samples of one piece, which takes a millisecond to write; then it is the others' turn. */
const samplesPerPiece = 250;

/**
 * The metrics in Prometheus's text format, byte for byte as prom-client writes them. prom-client takes three times as
 * long and keeps every line until the end, which for ten thousand hostnames is more than a request may take. Only labels
 * that come from elsewhere are searched for secrets.
 */
export async function writeMetrics(metrics: readonly Metric[], mask: (text: string) => string): Promise<Buffer> {
  const hide = rememberMasked(mask);
  const pieces: Buffer[] = [];
  for (const metric of metrics) {
    if (pieces.length > 0) pieces.push(Buffer.from("\n"));
    for (const text of renderMetric(metric, hide)) {
      pieces.push(Buffer.from(text));
      await letOthersRun();
    }
  }
  return Buffer.concat(pieces);
}

function* renderMetric({ name, help, type, values }: Metric, hide: (text: string) => string): Generator<string> {
  let text = `# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${type}\n`;
  let count = 0;
  for (const sample of values) {
    text += renderSample(name, sample, hide);
    count++;
    if (count % samplesPerPiece > 0) continue;
    yield text;
    text = "";
  }
  yield text;
}

function renderSample(
  name: string,
  { labels, value, metricName = name }: Sample,
  hide: (text: string) => string,
): string {
  let line = metricName;
  let before = "{";
  for (const label in labels) {
    const text = String(labels[label]);
    line += `${before}${label}="${escapeLabel(ownLabels.has(label) ? text : hide(text))}"`;
    before = ",";
  }
  return `${line}${before === "{" ? "" : "}"} ${value}\n`;
}

/** There are few sources and operations, and each is named many times. */
function rememberMasked(mask: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const masked = known.get(text) ?? mask(text);
    known.set(text, masked);
    return masked;
  };
}

/** As the format requires: an unescaped backslash or line break would break the value or line. */
function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return /[\\\n"]/.test(text) ? escapeText(text).replaceAll('"', '\\"') : text;
}
