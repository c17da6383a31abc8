import { noticeEvents } from "../../model/settings/notice-event.ts";
import type { NotifyConfig } from "../config.ts";
import { addProblem } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { resolvePath } from "../values/resolve-path.ts";
import { placesInEnvironment, placesInFile, readSecret, type Secret, type SecretReader } from "./read-secrets.ts";

/** The channels with their URLs, from the file or from the environment: two lists that differ are a problem. */
export async function resolveNotify(notify: Settings["notify"], reader: SecretReader): Promise<NotifyConfig[]> {
  const { findings } = reader;
  const listed = await readSecret(reader, "the notice URLs", placesInEnvironment(reader, "GIGAHOST_DDNS_NOTIFY"));
  const fromFile: NotifyConfig[] = [];
  for (const [index, channel] of notify.entries()) {
    const key = `notify[${index}]`;
    const url = await readSecret(reader, "the URL", placesInFile(reader, `${key}.url`, channel.url, channel.url_file));
    if (url !== null) {
      findings.places.set(`${key}.url`, url.place);
      fromFile.push(await openUrl(reader, url, url.value, channel.on));
    } else if (!findings.problems.some(({ path }) => path.startsWith(key))) {
      addProblem(findings, key, "expected the key url or url_file");
    }
  }
  return listed === null ? fromFile : mergeListed(fromFile, listed, reader);
}

async function mergeListed(fromFile: NotifyConfig[], listed: Secret, reader: SecretReader): Promise<NotifyConfig[]> {
  const { findings } = reader;
  const urls = splitUrls(listed.value);
  if (fromFile.length === 0) {
    findings.places.set("notify", listed.place);
    return Promise.all(urls.map((url) => openUrl(reader, listed, url, noticeEvents)));
  }
  for (const url of urls) findings.secrets.add(url);
  const same = fromFile.length === urls.length && fromFile.every(({ url }) => urls.includes(url));
  if (!same) {
    addProblem(findings, "notify", `the URLs of notify and of ${listed.label} differ; remove one of them`);
  }
  return fromFile;
}

/** One a line, or with commas between; a comma inside a URL (`?chats=1,@channel`) is followed by no scheme. */
export function splitUrls(text: string): string[] {
  return text
    .split(/\r?\n|,(?=\s*[a-z][a-z0-9+.-]{0,40}:)/i)
    .map((url) => url.trim())
    .filter((url) => url !== "");
}

/** Checks a notice URL as the one who will use it reads it, with the secret file that it names. */
async function openUrl(reader: SecretReader, from: Secret, url: string, on: NotifyConfig["on"]): Promise<NotifyConfig> {
  const { findings } = reader;
  findings.secrets.add(url);
  // Loaded only where something is to be told.
  const { readChannel, secretFileOf } = await import("../../notify/read-channel.ts");
  const file = secretFileOf(url);
  const place = { ...from.place, path: "secret_file" };
  const label = `secret_file of ${from.label}`;
  const secret =
    file === null
      ? null
      : await readSecret(reader, "the secret", [{ label, place, file: resolvePath(file, reader), written: file }]);
  const read = readChannel(url, () => secret?.value ?? null);
  if (!read.ok) findings.problems.push({ ...from.place, message: read.reason });
  return { url, secret: secret?.value ?? null, on };
}
