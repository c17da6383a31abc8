import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { countIndependentSources } from "../detect/count-independent-sources.ts";
import { parseSource } from "../detect/parse-source.ts";
import { applyEnvironment, type Overrides } from "./apply-environment.ts";
import type { Config } from "./config.ts";
import { ConfigError, type Problem } from "./config-error.ts";
import { type ReadFile, readBoundedFile } from "./file/read-bounded-file.ts";
import { readConfigFile } from "./file/read-config-file.ts";
import { findConfigFile } from "./find-config-file.ts";
import { createFindings, describePlace, type Findings, type Origins } from "./findings.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { type ConfigRules, type Purpose, resolveConfig } from "./resolve/resolve-config.ts";
import { settingsSchema } from "./schema.ts";
import { defaultStateDir } from "./values/default-state-dir.ts";
import { explainTimeZone } from "./values/time-zone.ts";

export interface LoadOptions {
  /** `--config FILE`; undefined: looked for. */
  readonly file?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** Flags that stand over everything else. */
  readonly overrides?: Overrides;
  /** `publish` by default. */
  readonly purpose?: Purpose;
  readonly readFile?: ReadFile;
  readonly rules?: Partial<ConfigRules>;
}

/**
 * The effective configuration from file, environment and flags. Throws ConfigError with every problem at once, and nothing
 * else: whatever is in the file, the environment or the directory.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  return (await load(options)).config;
}

/** The same, with where each value came from. */
export async function loadConfigWithOrigins(options: LoadOptions): Promise<{ config: Config; origins: Origins }> {
  const { config, places } = await load(options);
  return { config, origins: new Map([...places].map(([key, place]) => [key, describePlace(place)])) };
}

async function load(options: LoadOptions): Promise<{ config: Config; places: Findings["places"] }> {
  const { environment, overrides = {}, purpose = "publish", readFile = readBoundedFile } = options;
  const readAtMs = Date.now();
  const found = await findConfigFile(options.file, environment);
  if (found.file === null && !isEnoughWithoutFile(environment, purpose)) throw explainNothingFound(found.places);

  const findings = createFindings();
  const tree = found.file === null ? {} : await readConfigFile(found.file, environment, readFile, findings);
  // A file that isn't YAML says nothing about the rest.
  if (tree === null) throw createError(findings);
  applyEnvironment(tree, environment, overrides, findings);
  tree.state_dir ??= defaultStateDir(found.file, environment);
  const config = await resolveConfig(v.parse(settingsSchema, tree), {
    file: found.file,
    purpose,
    readAtMs,
    rules: { parseSource, countIndependentSources, validateSchedule, ...options.rules },
    secrets: {
      file: found.file,
      environment,
      readFile,
      baseDir: found.file === null ? process.cwd() : dirname(resolve(found.file)),
      findings,
    },
  });
  if (findings.problems.length > 0) throw createError(findings);
  const timeZone = explainTimeZone(environment.TZ);
  if (timeZone !== null) findings.warnings.push(timeZone);
  return { config, places: findings.places };
}

async function validateSchedule(expression: string): Promise<string | null> {
  // Most have no expression to read.
  if (expression === "auto") return null;
  const { validateSchedule: validate } = await import("../schedule/validate-schedule.ts");
  return validate(expression);
}

function createError({ problems, secrets }: Findings): ConfigError {
  const sorted = [...problems].sort((left, right) => orderOf(left) - orderOf(right));
  return new ConfigError(sorted.map((problem) => hideSecrets(problem, secrets)));
}

/** From top to bottom of the file; what is in none comes last. */
function orderOf({ line, column }: Problem): number {
  return line === null ? Number.MAX_SAFE_INTEGER : line * 1e6 + (column ?? 0);
}

function isEnoughWithoutFile(environment: NodeJS.ProcessEnv, purpose: Purpose): boolean {
  if (purpose === "detect" || purpose === "observe") return true;
  const telling = Object.keys(environment).filter((name) => environment[name] && /^GIGAHOST_/.test(name));
  return telling.length > 0;
}

function explainNothingFound(places: readonly string[]): ConfigError {
  const message = [
    `no configuration found: there is no ${places.join(" and no ")}, and the environment has none either.`,
    "Create one (account.api_key_file and hostnames are enough), or set GIGAHOST_API_KEY_FILE and GIGAHOST_DDNS_HOSTNAMES",
  ].join(" ");
  return new ConfigError([{ file: null, line: null, column: null, path: "", message }]);
}
