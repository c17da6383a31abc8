import type { Gigahost } from "../../api/gigahost.ts";
import { type Credentials, defaultBaseUrl } from "../../api/gigahost-options.ts";
import type { AccountConfig } from "../../config/config.ts";
import { ConfigError } from "../../config/config-error.ts";
import { findConfigFile } from "../../config/find-config-file.ts";
import type { CommandContext } from "../command-context.ts";
import { openDebugLog } from "../debug-log.ts";

/** `optional`: for the few operations that need no credential; an existing one is used anyway. */
export type CredentialNeed = "required" | "optional";

interface Account {
  readonly account: AccountConfig;
  readonly secrets: readonly string[];
  readonly warnings: readonly string[];
}

export interface ClientNeeds {
  /** `required` by default. */
  readonly credential?: CredentialNeed;
  /** Files go up or down: they need what a few short requests are quicker without. */
  readonly streams?: boolean;
}

/** A client of the configured account. Throws a ConfigError where there is no usable credential. */
export async function openClient(context: CommandContext, needs: ClientNeeds = {}): Promise<Gigahost> {
  return (await openAccount(context, needs)).gigahost;
}

/** The client with the secrets that no log of its owner may show. Throws as `openClient` does. */
export async function openAccount(
  context: CommandContext,
  { credential = "required", streams = false }: ClientNeeds = {},
): Promise<{ readonly gigahost: Gigahost; readonly secrets: readonly string[] }> {
  const [{ Gigahost }, { createPlainDispatcher }, { account, secrets, warnings }] = await Promise.all([
    import("../../api/gigahost.ts"),
    import("./api-connection.ts"),
    readAccount(context, credential),
  ]);
  for (const warning of warnings) context.stderr.write(`warning: ${warning}\n`);
  const log = await openDebugLog(context, secrets);
  const logger = log && { debug: (fields: Record<string, unknown>, message: string) => log.debug(message, fields) };
  const gigahost = new Gigahost({
    ...credentialsOf(account),
    baseUrl: account.baseUrl,
    ...(logger ? { logger } : {}),
    ...(account.proxy === null ? {} : { proxy: account.proxy }),
    ...(streams ? {} : { dispatcher: createPlainDispatcher(account.proxy) }),
  });
  return { gigahost, secrets };
}

function credentialsOf({ credential }: AccountConfig): Credentials {
  if (credential === null) return { anonymous: true };
  if (credential.kind === "api-key") return { apiKey: credential.apiKey };
  return { username: credential.username, password: credential.password };
}

/** With no file there is no YAML to read: the environment's credential is found without loading what would read it. */
async function readAccount(context: CommandContext, need: CredentialNeed): Promise<Account> {
  const { options, environment } = context;
  const { file } = await findConfigFile(options.config, environment);
  const hasCredential = credentialVariables.some((name) => Boolean(environment[name]));
  if (file === null && hasCredential) return readEnvironment(environment);
  const { loadConfig } = await import("../../config/load-config.ts");
  const read = { file: options.config, environment };
  if (need === "required") return loadConfig({ ...read, purpose: "account" });
  return loadConfig({ ...read, purpose: "account" }).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    return loadConfig({ ...read, purpose: "detect" });
  });
}

const credentialVariables = ["API_KEY", "USERNAME", "PASSWORD"].flatMap((name) => [
  `GIGAHOST_${name}`,
  `GIGAHOST_${name}_FILE`,
]);

async function readEnvironment(environment: NodeJS.ProcessEnv): Promise<Account> {
  const [{ resolveAccount }, { createFindings }, { readBoundedFile }, { hideSecrets }] = await Promise.all([
    import("../../config/resolve/resolve-account.ts"),
    import("../../config/findings.ts"),
    import("../../config/file/read-bounded-file.ts"),
    import("../../config/hide-secrets.ts"),
  ]);
  const findings = createFindings();
  const reader = { file: null, environment, readFile: readBoundedFile, baseDir: process.cwd(), findings };
  const settings = { base_url: environment.GIGAHOST_BASE_URL || defaultBaseUrl };
  const account = await resolveAccount(settings, reader, "required");
  const { problems, secrets, warnings } = findings;
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => hideSecrets(problem, secrets)));
  return { account, secrets: [...secrets], warnings };
}
