import { splitList } from "../apply-environment.ts";
import type { NotifyConfig } from "../config.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { placesInEnvironment, placesInFile, readSecret, type Secret, type SecretReader } from "./read-secrets.ts";

const everyKind = ["changed", "trouble", "recovered", "held"] as const;

/** The channels with their URLs, from the file or from the environment: two lists that differ are a problem. */
export async function resolveNotify(notify: Settings["notify"], reader: SecretReader): Promise<NotifyConfig[]> {
  const { findings } = reader;
  const listed = await readSecret(reader, "the notice URLs", placesInEnvironment(reader, "GIGAHOST_DDNS_NOTIFY"));
  const fromFile: NotifyConfig[] = [];
  for (const [index, channel] of notify.entries()) {
    const key = `notify[${index}]`;
    const url = await readSecret(reader, "the URL", placesInFile(reader, `${key}.url`, channel.url, channel.url_file));
    if (url !== null) fromFile.push({ url: url.value, on: channel.on });
    else if (!findings.problems.some(({ path }) => path.startsWith(key))) {
      addProblem(findings, key, "expected the key url or url_file");
    }
    if (url !== null) checkUrl(findings, `${key}.url`, url, url.value);
  }
  return listed === null ? fromFile : mergeListed(fromFile, listed, findings);
}

function mergeListed(fromFile: NotifyConfig[], listed: Secret, findings: Findings): NotifyConfig[] {
  const urls = splitList(listed.value.replace(/\r?\n/g, ","));
  for (const url of urls) {
    findings.secrets.add(url);
    checkUrl(findings, "", listed, url);
  }
  if (fromFile.length === 0) {
    findings.places.set("notify", listed.place);
    return urls.map((url) => ({ url, on: everyKind }));
  }
  const same = fromFile.length === urls.length && fromFile.every(({ url }) => urls.includes(url));
  if (!same) {
    addProblem(findings, "notify", `the URLs of notify and of ${listed.label} differ; remove one of them`);
  }
  return fromFile;
}

/** The heartbeat's URL; null where none is given. */
export async function resolveHeartbeat(settings: Settings, reader: SecretReader): Promise<string | null> {
  const { heartbeat, heartbeat_file: file } = settings;
  const secret = await readSecret(reader, "the heartbeat URL", [
    ...placesInFile(reader, "heartbeat", heartbeat, file),
    ...placesInEnvironment(reader, "GIGAHOST_DDNS_HEARTBEAT"),
  ]);
  if (secret === null) return null;
  reader.findings.places.set("heartbeat", secret.place);
  if (/^https?:\/\//i.test(secret.value)) checkUrl(reader.findings, "heartbeat", secret, secret.value);
  else reader.findings.problems.push({ ...secret.place, message: "expected an https:// URL" });
  return secret.value;
}

function checkUrl({ problems, places }: Findings, key: string, secret: Secret, url: string): void {
  if (key !== "") places.set(key, secret.place);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(url) && URL.canParse(url)) return;
  problems.push({
    ...secret.place,
    message: "expected a URL, as in ntfy://ntfy.sh/my-topic (not shown here: it is a secret)",
  });
}
