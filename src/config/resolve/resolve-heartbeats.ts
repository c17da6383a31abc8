import { dayMs, minuteMs } from "../../model/time/units.ts";
import type { HeartbeatConfig } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { parseDuration } from "../values/duration.ts";
import { placesInEnvironment, placesInFile, readSecret, type Secret, type SecretReader } from "./read-secrets.ts";
import { splitUrls } from "./resolve-notify.ts";

const usualEveryMs = 5 * minuteMs;

/** Which URLs are called while all is well: one, or a list of them and of entries with their own interval. */
export async function resolveHeartbeats(settings: Settings, reader: SecretReader): Promise<HeartbeatConfig[]> {
  const { heartbeat, heartbeat_file: file } = settings;
  const listed = Array.isArray(heartbeat) ? heartbeat : [];
  const single = await readSecret(reader, "the heartbeat URL", [
    ...placesInFile(reader, "heartbeat", typeof heartbeat === "string" ? heartbeat : undefined, file),
    ...placesInEnvironment(reader, "GIGAHOST_DDNS_HEARTBEAT"),
  ]);
  const found: HeartbeatConfig[] = [];
  for (const [index, entry] of listed.entries()) {
    const key = `heartbeat[${index}]`;
    const written = typeof entry === "string" ? { url: entry, url_file: undefined, every: undefined } : entry;
    const place = typeof entry === "string" ? key : `${key}.url`;
    const secret = await readSecret(reader, "the URL", placesInFile(reader, place, written.url, written.url_file));
    const everyMs = readEvery(written.every, `${key}.every`, reader.findings);
    if (secret !== null) found.push(...readUrl(secret, secret.value, everyMs, reader.findings));
    else if (!reader.findings.problems.some(({ path }) => path.startsWith(key)))
      addProblem(reader.findings, key, "expected the key url or url_file");
  }
  if (single === null) return found;
  reader.findings.places.set("heartbeat", single.place);
  const urls = splitUrls(single.value);
  if (listed.length === 0) return urls.flatMap((url) => readUrl(single, url, usualEveryMs, reader.findings));
  addProblem(reader.findings, "heartbeat", `the list and ${single.label} are both given; remove one of them`);
  return found;
}

function readUrl(from: Secret, url: string, everyMs: number, findings: Findings): HeartbeatConfig[] {
  findings.secrets.add(url);
  if (/^https?:\/\/\S+$/i.test(url) && URL.canParse(url)) return [{ url, everyMs }];
  findings.problems.push({ ...from.place, message: "expected an https:// URL (not shown here: it is a secret)" });
  return [];
}

function readEvery(written: string | undefined, key: string, findings: Findings): number {
  if (written === undefined) return usualEveryMs;
  const everyMs = parseDuration(written);
  if (everyMs !== null && everyMs >= minuteMs && everyMs <= dayMs) return everyMs;
  addProblem(findings, key, `expected a duration from 1m to 1d, as in 5m, not ${quote(written)}`);
  return usualEveryMs;
}
