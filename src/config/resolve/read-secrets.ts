import { basename, dirname, join, resolve } from "node:path";
import { codeOf } from "../../platform/error-code.ts";
import { findHandedOver, readHandedOver } from "../../platform/files/read-handed-over.ts";
import { adviseClosing, adviseOwning } from "../../platform/program/advise-rights.ts";
import { besideConfig, secretsDirOf } from "../beside-config.ts";
import { decodeText, explainReadError, type ReadFile } from "../file/read-bounded-file.ts";
import { type ConfigPlace, describePlace, type Findings, findPlace, type SecretFile } from "../findings.ts";
import { expandHome, resolvePath } from "../values/resolve-path.ts";

/** One place a secret may come from. */
export interface SecretPlace {
  /** For people: `account.api_key_file (config.yaml:3)`, `GIGAHOST_API_KEY`. */
  readonly label: string;
  readonly place: ConfigPlace;
  /** The secret itself, or the file that holds it. */
  readonly value?: string | undefined;
  readonly file?: string | undefined;
  /** The file's name as the user wrote it. */
  readonly written?: string | undefined;
  /** A file that need not be there. */
  readonly optional?: boolean;
}

export interface Secret {
  readonly value: string;
  readonly label: string;
  readonly place: ConfigPlace;
}

export interface SecretReader {
  /** The configuration file; null without one. */
  readonly file: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly readFile: ReadFile;
  /** What relative paths of the configuration file start from. */
  readonly baseDir: string;
  readonly findings: Findings;
}

const maxSecretBytes = 65_536;

/** The places a secret of the file's keys `KEY` and `KEY_file` may come from. */
export function placesInFile(reader: SecretReader, key: string, value?: string, file?: string): SecretPlace[] {
  const { findings } = reader;
  const describe = (inner: string) => {
    const place = findPlace(findings, inner);
    return { place, label: place.file === null ? place.path : `${place.path} (${describePlace(place)})` };
  };
  return [
    { ...describe(key), value },
    {
      ...describe(`${key}_file`),
      file: file === undefined || file === "" ? undefined : resolvePath(file, reader),
      written: file,
    },
  ];
}

/** The places in the environment: `NAME` and `NAME_FILE`. */
export function placesInEnvironment({ environment }: SecretReader, name: string): SecretPlace[] {
  const file = environment[`${name}_FILE`] || undefined;
  return [
    // A line break at the end came with the file that the variable was filled from.
    { label: name, place: variablePlace(name), value: environment[name] && cutLineBreaks(environment[name]) },
    { label: `${name}_FILE`, place: variablePlace(`${name}_FILE`), file: file && expandHome(file, environment) },
  ];
}

/** systemd's LoadCredential: a file in $CREDENTIALS_DIRECTORY. */
export function placesInCredentials({ environment }: SecretReader, name: string): SecretPlace[] {
  const directory = environment.CREDENTIALS_DIRECTORY;
  if (!directory) return [];
  const file = join(directory, name);
  return [
    { label: `systemd credential ${name}`, place: variablePlace(`systemd credential ${name}`), file, optional: true },
  ];
}

/**
 * Beside the configuration file, where `init` puts it and systemd takes it from for the daemon: `api_key`, and `NAME.api_key`
 * beside `NAME.yaml`. For whoever runs a command without systemd, root most likely.
 */
export function placesBeside({ file, environment }: SecretReader, name: string): SecretPlace[] {
  // What systemd passes on is all that its service is to see.
  if (file === null || environment.CREDENTIALS_DIRECTORY) return [];
  const path = resolve(besideConfig(file, name));
  return [{ label: path, place: variablePlace(path), file: path, optional: true }];
}

/** Reads a secret from all of its places: null if none has it. Two different ones are a problem that names both. */
export async function readSecret(
  reader: SecretReader,
  what: string,
  from: readonly SecretPlace[],
): Promise<Secret | null> {
  let first: Secret | null = null;
  const denied: Denied[] = [];
  for (const place of from) {
    const value =
      place.value ?? (place.file === undefined ? null : await readSecretFile(reader, place, place.file, denied));
    if (value === null || value === "") continue;
    reader.findings.secrets.add(value);
    const secret = { value, label: place.label, place: place.place };
    if (first !== null && first.value !== value) {
      reader.findings.problems.push({
        ...first.place,
        message: `${what} is given in two places that differ: ${first.label} and ${place.label}; remove one of them`,
      });
    }
    first ??= secret;
  }
  // The unit passes on what its own user can't read: something is wrong only if it doesn't.
  if (first === null)
    for (const { place, file } of denied) refuse(reader.findings, place, explainDenied(reader, place, file));
  return first;
}

async function readSecretFile(
  reader: SecretReader,
  { label, place, optional, written }: SecretPlace,
  file: string,
  denied: Denied[],
): Promise<string | null> {
  try {
    const { bytes, mode } = await readHandedOver(file, maxSecretBytes, reader.environment, reader.readFile);
    const text = decodeText(bytes);
    if (text === null) return refuse(reader.findings, place, `the file ${file} is not text (UTF-8)`);
    const secret = cutLineBreaks(text);
    // The unit passes on an empty one for whichever of the two is missing.
    if (secret === "" && !label.startsWith("systemd")) reader.findings.emptyFiles.push(file);
    else warnOfOpenFile(reader.findings, file, mode);
    return secret;
  } catch (error) {
    if (optional && codeOf(error) === "ENOENT") return null;
    if (codeOf(error) === "EACCES" && reader.environment.CREDENTIALS_DIRECTORY) {
      denied.push({ place, file });
      return null;
    }
    if (leadsNowhere(error) && !(await isSurelyPath(reader, written ?? file))) {
      return refuse(reader.findings, place, mayBeTheSecret);
    }
    return refuse(reader.findings, place, `the file ${file}: ${explainReadError(error, file, "credential")}`);
  }
}

/** A file that the daemon's own user can't read, under a unit that may pass on its content. */
interface Denied {
  readonly place: ConfigPlace;
  readonly file: string;
}

/** Its user exists only while it runs: no file can be given to it. */
function explainDenied({ file: configFile, environment }: SecretReader, { path }: ConfigPlace, file: string): string {
  const denied = `the file ${file}: permission denied for the user of the service`;
  if (/^(?:account|GIGAHOST_(?:API|PASS))/.test(path)) {
    return `${denied}; systemd passes on /etc/gigahost-ddns/api_key or /etc/gigahost-ddns/password: write the secret there, remove this line, and restart`;
  }
  if (findHandedOver(file, environment) !== null) {
    return `${denied}; systemd passes on what is in ${dirname(file)} when it starts the service: restart it`;
  }
  const dir = secretsDirOf(configFile);
  return `${denied}; move it into ${dir}, which systemd passes on, write ${join(dir, basename(file))} here, and restart`;
}

function cutLineBreaks(text: string): string {
  return text.replace(/(?<![\r\n])[\r\n]+$/, "");
}

const mayBeTheSecret =
  "no such file; its name is not shown, since it may be the secret itself: give the name of a file that holds the secret";

/** Also a name that is too long, or that no file can have. */
function leadsNowhere(error: unknown): boolean {
  return !["EACCES", "EPERM", "EISDIR", "EFBIG", "ENOTREG", "EIO"].includes(codeOf(error) ?? "");
}

/** Where secrets are kept; a container may lack the directory that was to be mounted there. */
const usualPlace = /^\/(?:app|config|data|etc|home|mnt|opt|root|run|secrets|srv|var)\/[\w./-]+$/;

/** Whether what leads nowhere is a path all the same: it says so, or begins with a directory that is there. */
async function isSurelyPath({ readFile, baseDir }: SecretReader, written: string): Promise<boolean> {
  if (/^(\.{1,2}|~)\//.test(written) || usualPlace.test(written)) return true;
  const first = /^(\/?[^/]+)\/[^/]/.exec(written)?.[1];
  if (first === undefined) return false;
  return (await readFile(resolve(baseDir, first), 0).catch(codeOf)) === "EISDIR";
}

/** The token is a secret, too, but the daemon's to read: one that isn't there is said in its status. */
export async function lookAtTokenFile(reader: SecretReader, file: string): Promise<void> {
  const { findings } = reader;
  const found = await readHandedOver(file, maxSecretBytes, reader.environment, reader.readFile).catch(() => null);
  if (found === null) return;
  warnOfOpenFile(findings, file, found.mode);
  const own = process.getuid?.() ?? 0;
  if (![own, 0].includes(found.uid) && !file.startsWith("/run/")) {
    findings.warnings.push(
      `${file} belongs to another user (${found.uid}), who can change the token in it: ${adviseOwning(file)}`,
    );
  }
  const token = decodeText(found.bytes)?.trim();
  if (token) findings.secrets.add(token);
}

function refuse(findings: Findings, place: ConfigPlace, message: string): null {
  findings.problems.push({ ...place, message });
  return null;
}

/** Notes a file that holds a secret, with a warning where everybody can read it. */
export function warnOfOpenFile({ warnings, secretFiles }: Findings, file: string, mode: number): void {
  if (!secretFiles.some((known) => known.file === file)) secretFiles.push({ file, mode });
  const open = describeOpenFile({ file, mode });
  if (open !== null) warnings.push(open);
}

/** Null if it is closed. Docker and systemd set the modes of what they mount under /run themselves. */
export function describeOpenFile({ file, mode }: SecretFile): string | null {
  if ((mode & 0o004) === 0 || file.startsWith("/run/")) return null;
  return `${file} holds a secret and every user of this machine can read it: ${adviseClosing(file)}`;
}

function variablePlace(path: string): ConfigPlace {
  return { file: null, line: null, column: null, path };
}
