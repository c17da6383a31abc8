import type { AccountConfig, Credential } from "../config.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { parseBaseUrl } from "../values/base-url.ts";
import {
  placesInCredentials,
  placesInEnvironment,
  placesInFile,
  readSecret,
  type Secret,
  type SecretReader,
} from "./read-secrets.ts";

/** The account with its credential; null where none is given or `secrets` says not to look. */
export async function resolveAccount(
  account: Settings["account"],
  reader: SecretReader,
  secrets: "required" | "ignored",
): Promise<AccountConfig> {
  const baseUrl = parseBaseUrl(account.base_url);
  if (!baseUrl.ok) addProblem(reader.findings, "account.base_url", baseUrl.reason);
  return {
    baseUrl: baseUrl.ok ? baseUrl.url : "",
    credential: secrets === "ignored" ? null : await readCredential(account, reader),
  };
}

async function readCredential(account: Settings["account"], reader: SecretReader): Promise<Credential | null> {
  const { findings } = reader;
  const [apiKey, username, password] = [
    await readSecret(reader, "the API key", [
      ...placesInFile(reader, "account.api_key", account.api_key, account.api_key_file),
      ...placesInEnvironment(reader, "GIGAHOST_API_KEY"),
      ...placesInCredentials(reader, "api_key"),
    ]),
    await readSecret(reader, "the user name", [
      ...placesInFile(reader, "account.username", account.username, account.username_file),
      ...placesInEnvironment(reader, "GIGAHOST_USERNAME"),
    ]),
    await readSecret(reader, "the password", [
      ...placesInFile(reader, "account.password", account.password, account.password_file),
      ...placesInEnvironment(reader, "GIGAHOST_PASSWORD"),
      ...placesInCredentials(reader, "password"),
    ]),
  ];
  // Who uses the e-mail address as such need not hide it.
  if (username) findings.secrets.delete(username.value);
  for (const [key, secret] of Object.entries({ api_key: apiKey, username, password })) {
    if (secret) findings.places.set(`account.${key}`, secret.place);
  }
  if (apiKey && password) return refuseBoth(findings, apiKey, password);
  if (apiKey) return readApiKey(findings, apiKey, username);
  if (password && username) return readLogin(findings, username, password);
  if (!hasAccountProblem(findings)) explainMissing(findings, username, password);
  return null;
}

function refuseBoth(findings: Findings, apiKey: Secret, password: Secret): null {
  const message = `both an API key (${apiKey.label}) and a password (${password.label}) are given; remove one of them`;
  findings.problems.push({ ...apiKey.place, message });
  return null;
}

function readApiKey(findings: Findings, apiKey: Secret, username: Secret | null): Credential | null {
  if (username) findings.warnings.push(`${username.label} has no effect beside an API key`);
  if (/^[\x21-\x7e]+$/.test(apiKey.value)) return { kind: "api-key", apiKey: apiKey.value };
  const message = `the API key (${apiKey.label}) has a space, a line break or another character that no key has`;
  findings.problems.push({ ...apiKey.place, message });
  return null;
}

function readLogin(findings: Findings, username: Secret, password: Secret): Credential | null {
  // RFC 7617 2: the first colon ends the user name.
  if (!username.value.includes(":")) return { kind: "password", username: username.value, password: password.value };
  findings.problems.push({ ...username.place, message: "a user name can't have a colon in it" });
  return null;
}

/** A credential that is given but wrong was told already. */
function hasAccountProblem({ problems }: Findings): boolean {
  return problems.some(({ path }) =>
    /^(account(\.(api_key|username|password).*)?|GIGAHOST_(API_|USER|PASS).*|systemd .*)$/.test(path),
  );
}

function explainMissing(findings: Findings, username: Secret | null, password: Secret | null): void {
  const [given, missing, key, variable] = username
    ? [username, "password", "account.password_file", "GIGAHOST_PASSWORD"]
    : [password, "user name", "account.username", "GIGAHOST_USERNAME"];
  if (given) {
    const message = `${given.label} is given without the ${missing}: set ${key} or ${variable}`;
    findings.problems.push({ ...given.place, message });
    return;
  }
  const message =
    "no credential: set api_key_file to a file with the API key, or the variable GIGAHOST_API_KEY or GIGAHOST_API_KEY_FILE (or a user name and password)";
  addProblem(findings, "account", message);
}
