import { describeFileError } from "../../../platform/files/file-error.ts";
import { readRegularFile } from "../../../platform/files/read-regular-file.ts";
import { allDialects } from "../../../setup/dialects/all-dialects.ts";
import { findPlaces, type Places } from "../../../setup/places.ts";
import { type ConfigImportPlan, planImport } from "../../../setup/plan-import.ts";
import { secretOf } from "../../../setup/read-credential.ts";
import { type FileToSave, findExisting, saveFiles } from "../../../setup/save-files.ts";
import { writeImported } from "../../../setup/write-config.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";

export interface ToImport {
  readonly program: string;
  readonly file: string;
  readonly write: boolean;
  readonly force: boolean;
}

const maxBytes = 4 * 1024 * 1024;

/** `import PROGRAM FILE`: prints an equivalent configuration, without secrets; with `--write` it and the secrets are written. */
export async function importCommand(
  context: CommandContext,
  { program, file, write, force }: ToImport,
): Promise<number> {
  const dialect = allDialects.find(({ name }) => name === program);
  if (!dialect)
    throw new UsageError(
      [`${program} can't be imported`],
      `supported: ${allDialects.map(({ name }) => name).join(", ")}`,
    );
  const fail = (problem: string) => {
    context.stderr.write(`gigahost-ddns: ${problem}\n`);
    return 1;
  };
  const text = await readText(file).catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== "string") return fail(`${file} can't be read: ${describeFileError(text)}`);
  const read = await dialect.read(text);
  if (!read.ok) return fail(`${file} can't be imported: ${read.reason}`);
  const plan = await planImport(read.imported);
  if (plan.names.length === 0) return fail(`${file} contains no valid hostname`);
  const places = placesFor(context);
  const config = writeImported(plan, `${program}'s ${file}`, places);
  if (!write) {
    requireReader(context.stdout);
    context.stdout.write(config);
    return 0;
  }
  const exitCode = await save(
    context,
    [{ path: places.configFile, text: config, isSecret: false }, ...listSecrets(plan, places)],
    {
      force,
      fail,
    },
  );
  if (exitCode === 0 && plan.credential === null)
    context.stderr.write(`now write an API key into ${places.apiKeyFile}, and close it to others (chmod 600)\n`);
  return exitCode;
}

async function readText(file: string): Promise<string> {
  return new TextDecoder().decode((await readRegularFile(file, maxBytes)).bytes);
}

function placesFor({ options, environment }: CommandContext): Places {
  return findPlaces({ isRoot: process.getuid?.() === 0, environment, given: options.config });
}

function listSecrets({ credential, notify, heartbeats }: ConfigImportPlan, places: Places): FileToSave[] {
  const secret = (path: string, text: string) => ({ path, text: `${text}\n`, isSecret: true });
  const credentialFile = credential?.kind === "api-key" ? places.apiKeyFile : places.passwordFile;
  return [
    ...(credential === null ? [] : [secret(credentialFile, secretOf(credential))]),
    ...notify.map((url, index) => secret(places.notifyFile(index), url)),
    ...heartbeats.map((url, index) => secret(places.heartbeatFile(index), url)),
  ];
}

async function save(
  { stderr }: CommandContext,
  files: readonly FileToSave[],
  { force, fail }: { readonly force: boolean; readonly fail: (problem: string) => number },
): Promise<number> {
  const existing = force ? [] : await findExisting(files);
  if (existing.length > 0)
    return fail(
      `${existing.join(", ")} ${existing.length > 1 ? "exist" : "exists"} already; --force replaces ${existing.length > 1 ? "them" : "it"}`,
    );
  try {
    await saveFiles(files);
  } catch (error) {
    const { path } = error as NodeJS.ErrnoException; // of the file system
    return fail(`${path} can't be written: ${describeFileError(error)}; --config names another place`);
  }
  for (const { path, isSecret } of files) stderr.write(`wrote ${path}${isSecret ? " (mode 0600)" : ""}\n`);
  return 0;
}
