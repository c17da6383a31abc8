import type { Credential } from "../../model/settings/credential.ts";
import type { AccountConfig } from "../config.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { parseBaseUrl } from "../values/base-url.ts";
import { type CredentialPart, findCredentialDoubt, findCredentialFault } from "../values/find-credential-fault.ts";
import {
  placesBeside,
  placesInCredentials,
  placesInEnvironment,
  placesInFile,
  readSecret,
  type Secret,
  type SecretReader,
} from "./read-secrets.ts";
import { resolveProxy } from "./resolve-proxy.ts";

/** The account with its credential; null if none is given or `secrets` says not to look. */
export async function resolveAccount(
  account: Settings["account"],
  reader: SecretReader,
  secrets: "required" | "ignored",
): Promise<AccountConfig> {
  const baseUrl = parseBaseUrl(account.base_url);
  if (!baseUrl.ok) addProblem(reader.findings, "account.base_url", baseUrl.reason);
  return {
    baseUrl: baseUrl.ok ? baseUrl.url : "",
    proxy: baseUrl.ok ? resolveProxy(account.proxy, baseUrl.url, reader) : null,
    credential: secrets === "ignored" ? null : await readCredential(account, reader),
  };
}

async function readCredential(account: Settings["account"], reader: SecretReader): Promise<Credential | null> {
  const { findings } = reader;
  const given = {
    apiKey: await readSecret(reader, "the API key", [
      ...placesInFile(reader, "account.api_key", account.api_key, account.api_key_file),
      ...placesInEnvironment(reader, "GIGAHOST_API_KEY"),
      ...placesInCredentials(reader, "api_key"),
    ]),
    username: await readSecret(reader, "the user name", [
      ...placesInFile(reader, "account.username", account.username, account.username_file),
      ...placesInEnvironment(reader, "GIGAHOST_USERNAME"),
    ]),
    password: await readSecret(reader, "the password", [
      ...placesInFile(reader, "account.password", account.password, account.password_file),
      ...placesInEnvironment(reader, "GIGAHOST_PASSWORD"),
      ...placesInCredentials(reader, "password"),
    ]),
  };
  const { apiKey, username, password } = await lookBeside(given, reader);
  // Who uses the e-mail address as such need not hide it.
  if (username) findings.secrets.delete(username.value);
  for (const [key, secret] of Object.entries({ api_key: apiKey, username, password })) {
    if (secret) findings.places.set(`account.${key}`, secret.place);
  }
  if (apiKey && password) return refuseBoth(findings, apiKey, password);
  if (apiKey) return readApiKey(findings, apiKey, username);
  if (password && username) return readLogin(findings, username, password);
  if (!hasAccountProblem(findings)) explainMissing(reader, username, password);
  return null;
}

interface GivenSecrets {
  readonly apiKey: Secret | null;
  readonly username: Secret | null;
  readonly password: Secret | null;
}

/** Where the configuration names no secret: the one that lies beside it. */
async function lookBeside(given: GivenSecrets, reader: SecretReader): Promise<GivenSecrets> {
  if (given.apiKey || given.password || hasAccountProblem(reader.findings)) return given;
  if (given.username) {
    return { ...given, password: await readSecret(reader, "the password", placesBeside(reader, "password")) };
  }
  return { ...given, apiKey: await readSecret(reader, "the API key", placesBeside(reader, "api_key")) };
}

function refuseBoth(findings: Findings, apiKey: Secret, password: Secret): null {
  const message = `both an API key (${apiKey.label}) and a password (${password.label}) are given; remove one of them`;
  findings.problems.push({ ...apiKey.place, message });
  return null;
}

function readApiKey(findings: Findings, apiKey: Secret, username: Secret | null): Credential | null {
  if (username) findings.warnings.push(`${username.label} has no effect with an API key`);
  return isPossible(findings, "API key", apiKey) ? { kind: "api-key", apiKey: apiKey.value } : null;
}

/** RFC 7617, section 2: the first colon ends the user name. */
function readLogin(findings: Findings, username: Secret, password: Secret): Credential | null {
  const possible = [isPossible(findings, "user name", username), isPossible(findings, "password", password)];
  return possible.every(Boolean) ? { kind: "password", username: username.value, password: password.value } : null;
}

/** What can't be right is not sent: the server would hold the account over it. */
function isPossible(findings: Findings, part: CredentialPart, { value, label, place }: Secret): boolean {
  const fault = findCredentialFault(part, value);
  if (fault !== null) {
    findings.problems.push({ ...place, message: `the ${part} (${label}) ${fault}` });
    return false;
  }
  const doubt = findCredentialDoubt(part, value);
  if (doubt !== null) findings.warnings.push(`the ${part} (${label}) ${doubt}: check it`);
  return true;
}

/** A credential that is given but wrong was told already. */
function hasAccountProblem({ problems }: Findings): boolean {
  return problems.some(({ path }) =>
    /^(account(\.(api_key|username|password).*)?|GIGAHOST_(API_|USER|PASS).*|systemd .*|\/.*(api_key|password))$/.test(
      path,
    ),
  );
}

function explainMissing(
  { findings, environment }: SecretReader,
  username: Secret | null,
  password: Secret | null,
): void {
  const [given, missing, key, variable] = username
    ? [username, "password", "account.password_file", "GIGAHOST_PASSWORD"]
    : [password, "user name", "account.username", "GIGAHOST_USERNAME"];
  if (given) {
    const [empty] = findings.emptyFiles;
    const why = empty === undefined ? `set ${key} or ${variable}` : `the file ${empty} is empty`;
    const message = `${given.label} is given without the ${missing}: ${why}`;
    findings.problems.push({ ...given.place, message });
    return;
  }
  const [empty] = findings.emptyFiles;
  if (empty !== undefined) {
    addProblem(
      findings,
      "account",
      `no credential: the file ${empty} is empty; put the API key, or the password, into it`,
    );
    return;
  }
  if (environment.CREDENTIALS_DIRECTORY) {
    addProblem(
      findings,
      "account",
      "no credential: systemd passes none on; write the API key into the file that LoadCredential= of the unit names, usually /etc/gigahost-ddns/api_key, then run `systemctl restart` for it",
    );
    return;
  }
  const message =
    "no credential: set api_key_file to a file with the API key, or the variable GIGAHOST_API_KEY or GIGAHOST_API_KEY_FILE (or a user name and password)";
  addProblem(findings, "account", message);
}
