import { Gigahost } from "../../../api/gigahost.ts";
import { defaultBaseUrl } from "../../../api/gigahost-options.ts";
import { longestSuffix, toNamedZone } from "../../../api/recipes/zone/find-zone.ts";
import { loadConfig } from "../../../config/load-config.ts";
import { buildApp, systemMachine } from "../../../daemon/build-app.ts";
import { familyLabel } from "../../../model/family.ts";
import { displayHostname, parseHostname } from "../../../model/hostname.ts";
import type { Credential } from "../../../model/settings/credential.ts";
import { emptyState } from "../../../model/state.ts";
import { systemClock } from "../../../platform/clock.ts";
import { describeFileError } from "../../../platform/files/file-error.ts";
import { readRegularFile } from "../../../platform/files/read-regular-file.ts";
import { findPlaces, type Places } from "../../../setup/places.ts";
import { secretOf } from "../../../setup/read-credential.ts";
import { type FileToSave, findExisting, saveFiles } from "../../../setup/save-files.ts";
import { type NewConfig, writeNewConfig } from "../../../setup/write-new-config.ts";
import { createPlainDispatcher } from "../../account/api-connection.ts";
import { RefusedError, UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { type Asker, createAsker, readSecretFlag } from "./ask-answers.ts";

export interface InitWords {
  readonly apiKey: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly hostnames: readonly string[];
  readonly force: boolean;
}

/** `init`: a first configuration, checked before anything is written. Writes nothing to the account, publishes nothing. */
export async function initCommand(context: CommandContext, words: InitWords): Promise<number> {
  const { environment, options, stderr } = context;
  const ask = await createAsker(context);
  const places = findPlaces({ isRoot: process.getuid?.() === 0, environment, given: options.config });
  await refuseExisting(places, words.force);
  const credential = await readCredential(context, ask, words);
  await refuseOtherSecret(credential, places, words.force);
  const zones = await listZones(context, credential);
  stderr.write(
    `the credential works for ${zones.length === 1 ? "the zone" : `${zones.length} zones:`} ${zones.map(displayHostname).join(", ")}\n`,
  );
  const hostnames = await chooseHostnames(ask, words.hostnames, zones);
  const missing = await lookAround(context);
  const config = {
    ...describe(credential, places),
    hostnames,
    missing,
    baseUrl: baseUrlIn(context),
    stateDir: places.stateDir,
    listens: !places.unit?.includes("@"),
  };
  await write(context, listFiles(config, credential, places));
  await showDryRun(context, places);
  return offerStart(context, ask, places);
}

/** A secret that is there already may be another account's; the same one may have been put there before. */
async function refuseOtherSecret(given: Credential, places: Places, force: boolean): Promise<void> {
  if (force) return;
  const { file } = describe(given, places).credential;
  const there = await readRegularFile(file, 65_536).catch(() => null);
  if (there === null || new TextDecoder().decode(there.bytes).trim() === secretOf(given)) return;
  throw new RefusedError(`${file} already exists, with another secret; --force replaces it`);
}

async function refuseExisting({ configFile }: Places, force: boolean): Promise<void> {
  const [existing] = force ? [] : await findExisting([{ path: configFile, text: "", isSecret: false }]);
  if (existing) throw new RefusedError(`${existing} already exists; --force replaces it, --config names another place`);
}

async function readCredential(
  context: CommandContext,
  ask: Asker,
  { apiKey, username, password }: InitWords,
): Promise<Credential> {
  const { environment } = context;
  if (apiKey !== null && (username !== null || password !== null))
    throw new UsageError(["give an API key, or a user name and password, not both"]);
  if (apiKey !== null) return { kind: "api-key", apiKey: await readSecretFlag(context, "--api-key", apiKey) };
  if (username === null && password === null && environment.GIGAHOST_API_KEY)
    return { kind: "api-key", apiKey: environment.GIGAHOST_API_KEY };
  const kinds = [
    { value: "api-key", label: "an API key, best one limited to DNS and to one zone" },
    { value: "password", label: "the account's e-mail address and password" },
  ] as const;
  const kind =
    username !== null || password !== null
      ? "password"
      : await ask.choose("--api-key", "Which credential should it use?", kinds);
  if (kind === "api-key") return { kind, apiKey: await ask.secret("--api-key", "The API key") };
  const name = username ?? (await ask.text("--username", "The e-mail address"));
  const secret =
    password === null
      ? await ask.secret("--password", "The password")
      : await readSecretFlag(context, "--password", password);
  return { kind: "password", username: name, password: secret };
}

const baseUrlIn = ({ environment }: CommandContext) => {
  const url = environment.GIGAHOST_BASE_URL;
  return !url || url === defaultBaseUrl ? null : url;
};

/** Rejects with an AuthenticationError, which ends with 77, before anything is written. */
async function listZones(context: CommandContext, given: Credential): Promise<readonly string[]> {
  const credential =
    given.kind === "api-key" ? { apiKey: given.apiKey } : { username: given.username, password: given.password };
  const baseUrl = baseUrlIn(context);
  const gigahost = new Gigahost({ ...credential, dispatcher: createPlainDispatcher(), ...(baseUrl && { baseUrl }) });
  const zones = await gigahost.dns.listZones({}, { signal: context.signal });
  const names = zones.map((zone) => toNamedZone(zone).zoneName);
  if (names.length === 0)
    throw new RefusedError("the credential works, but it sees no zone; create one, or give the key access to it");
  return names;
}

async function chooseHostnames(
  ask: Asker,
  given: readonly string[],
  zones: readonly string[],
): Promise<readonly string[]> {
  const [zone = "example.no"] = zones;
  const names =
    given.length > 0
      ? given
      : await ask.pick("--hostname", "Which names should point at this network's address?", `home.${zone}`);
  const listed = zones.map((zoneName) => ({ zoneId: zoneName, zoneName }));
  const problems = names.flatMap((name) => {
    const parsed = parseHostname(name);
    if (!parsed.ok) return [`${name} ${parsed.reason}`];
    return longestSuffix(parsed.hostname, listed)
      ? []
      : [`${name} is in none of the zones ${zones.map(displayHostname).join(", ")}`];
  });
  if (problems.length > 0) throw new UsageError(problems);
  const hostnames = names.flatMap((name) => {
    const parsed = parseHostname(name);
    return parsed.ok ? [parsed.hostname] : [];
  });
  return [...new Set(hostnames)];
}

/** Families that this network lacks: a configuration that asks for them would be right, but look wrong forever. */
async function lookAround({ environment, signal, stderr }: CommandContext): Promise<NewConfig["missing"]> {
  const sources = {
    GIGAHOST_DDNS_IPV4_SOURCES: environment.GIGAHOST_DDNS_IPV4_SOURCES,
    GIGAHOST_DDNS_IPV6_SOURCES: environment.GIGAHOST_DDNS_IPV6_SOURCES,
  };
  const config = await loadConfig({
    file: undefined,
    environment: { HOME: environment.HOME, ...sources, XDG_CONFIG_HOME: "/nonexistent" },
    purpose: "detect",
  });
  const detections = await buildApp(config, systemMachine(systemClock)).detect(emptyState(""), signal);
  for (const { family, address, verdict, reason } of detections)
    stderr.write(`${familyLabel(family)}: ${address ?? (verdict === "absent" ? "none here" : (reason ?? verdict))}\n`);
  const absent = detections.filter(({ verdict }) => verdict === "absent");
  // Where nothing is there, the network is away, and nothing is known of it.
  if (absent.length === detections.length) return [];
  return absent.map(({ family, reason }) => ({
    family,
    reason: `${familyLabel(family)} is not available here (${reason}); remove this line once it is.`,
  }));
}

function describe(given: Credential, places: Places): Pick<NewConfig, "credential"> {
  if (given.kind === "api-key") return { credential: { kind: "api-key", file: places.apiKeyFile } };
  return { credential: { kind: "password", username: given.username, file: places.passwordFile } };
}

function listFiles(config: NewConfig, given: Credential, places: Places): readonly FileToSave[] {
  return [
    { path: config.credential.file, text: `${secretOf(given)}\n`, isSecret: true },
    { path: places.configFile, text: writeNewConfig(config), isSecret: false },
  ];
}

async function write({ stderr }: CommandContext, files: readonly FileToSave[]): Promise<void> {
  try {
    await saveFiles(files);
  } catch (error) {
    const { path } = error as NodeJS.ErrnoException; // of the file system
    throw new RefusedError(`${path} can't be written: ${describeFileError(error)}; --config names another place`);
  }
  for (const { path, isSecret } of files) stderr.write(`wrote ${path}${isSecret ? " (mode 0600)" : ""}\n`);
}

/** However it ends: the configuration is written, and this shows what it would do. */
async function showDryRun(context: CommandContext, { configFile }: Places): Promise<void> {
  context.stderr.write("\nwhat `gigahost-ddns once` would do:\n");
  const { onceCommand } = await import("../once.ts");
  const { explainError } = await import("../../explain-error.ts");
  const own = withConfig(context, configFile);
  await onceCommand(own, { dryRun: true, force: false }).catch((error) => explainError(error, own));
}

const withConfig = (context: CommandContext, config: string): CommandContext =>
  Object.assign(Object.create(context) as CommandContext, { options: { ...context.options, config } }); // what it inherits is a context

async function offerStart(context: CommandContext, ask: Asker, { configFile, unit }: Places): Promise<number> {
  const hint = unit === null ? `gigahost-ddns run --config ${configFile}` : `systemctl enable --now ${unit}`;
  context.stderr.write(`\nstart it with: ${hint}\n`);
  if (!(await ask.confirm("Start it now?"))) return 0;
  if (unit === null) return (await import("../run.ts")).runCommand(withConfig(context, configFile));
  const { spawnSync } = await import("node:child_process");
  const { status } = spawnSync("systemctl", ["enable", "--now", unit], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0 ? 0 : 1;
}
