import { letOthersRun } from "../../platform/let-others-run.ts";
import type { Metric } from "./list-metrics.ts";

/** Labels from this program or the configuration; any other may repeat what a server or a source said. */
const ownLabels = new Set(["hostname", "family", "state", "version", "uplink", "le"]);

/** The samples of one piece, which takes a millisecond to write; then it is the others' turn. */
const samplesPerPiece = 250;

/** Of one of JavaScript's characters in UTF-8. */
const maxBytesPerUnit = 3;
const minBytes = 65_536;
/** A little more than what was written last, so that it mostly fits without being copied: V8 collects garbage for so many bytes. */
let usualBytes = minBytes;

/**
 * The metrics in Prometheus's text format, byte for byte as prom-client writes them. prom-client takes three times as
 * long and keeps every line until the end, which for ten thousand hostnames is more than a request may take. Only labels
 * that come from elsewhere are searched for secrets.
 */
export async function writeMetrics(metrics: readonly Metric[], mask: (text: string) => string): Promise<Buffer> {
  const hide = rememberMasked(mask);
  let bytes: Buffer = Buffer.allocUnsafe(usualBytes);
  let end = 0;
  for (const metric of metrics) {
    if (end > 0) end += bytes.write("\n", end);
    for (const text of renderMetric(metric, hide)) {
      bytes = withRoom(bytes, end, text.length * maxBytesPerUnit);
      end += bytes.write(text, end);
      await letOthersRun();
    }
  }
  usualBytes = Math.max(minBytes, Math.ceil(end * 1.05));
  return bytes.subarray(0, end);
}

function* renderMetric(metric: Metric, hide: (text: string) => string): Generator<string> {
  const { name, help, type, values } = metric;
  const begins = metric.labels.map((label, index) => `${index === 0 ? "{" : '",'}${label}="`);
  const areOwn = metric.labels.map((label) => ownLabels.has(label));
  let text = `# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${type}\n`;
  let count = 0;
  for (const { labels, value, metricName = name } of values) {
    text += metricName;
    for (let index = 0; index < labels.length; index++) {
      const label = labels[index] ?? "";
      text += begins[index] + escapeLabel(areOwn[index] ? label : hide(label));
    }
    text += `${labels.length > 0 ? '"}' : ""} ${value}\n`;
    count++;
    if (count % samplesPerPiece > 0) continue;
    yield text;
    text = "";
  }
  yield text;
}

function withRoom(bytes: Buffer, end: number, more: number): Buffer {
  // For what is written next, and the line break after it.
  if (end + more < bytes.length) return bytes;
  return Buffer.concat([bytes.subarray(0, end)], Math.max(2 * bytes.length, end + more + 1));
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
