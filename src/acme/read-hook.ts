import type { Fallible } from "../model/fallible.ts";
/** What a client's hook asks for. */
export interface HookCall {
  readonly action: "present" | "cleanup";
  /** The host, or the whole name of the challenge. */
  readonly name: string;
  readonly value: string;
}

/** `prints`: the client wants to know how long it should wait, in seconds. */
export type ReadHook = Fallible<{ readonly calls: readonly HookCall[]; readonly prints?: string }>;

type HookWords = readonly string[];

/** The clients' own words for the two actions. */
const actions: Readonly<Record<string, HookCall["action"]>> = {
  present: "present", // lego
  deploy_challenge: "present", // dehydrated
  add: "present", // acme.sh
  auth: "present", // certbot
  cleanup: "cleanup", // lego and certbot
  clean_challenge: "cleanup", // dehydrated
  rm: "cleanup", // acme.sh
};

/** dehydrated calls its hook for much more, and treats a failure there as its own. */
const heard =
  /^(?:deploy_cert|deploy_ocsp|unchanged_cert|invalid_challenge|request_failure|generate_csr|startup_hook|exit_hook|sync_cert|deploy_\w+|this_hookscript_is_broken__\w+)$/;

/**
 * Reads the call of an ACME client's hook by its arguments: lego's exec provider (`present FQDN VALUE`, or as its manual
 * has it `present -- FQDN VALUE`; in raw mode `present -- DOMAIN TOKEN KEYAUTH`), dehydrated
 * (`deploy_challenge DOMAIN TOKEN VALUE …`), acme.sh (`add NAME VALUE`), and certbot's manual hooks (`auth`, `cleanup`),
 * which say all else in the environment.
 */
export function readHook(
  words: HookWords,
  environment: NodeJS.ProcessEnv,
  hashKey: (text: string) => string,
): ReadHook {
  const [command = "", ...rest] = words;
  if (command === "timeout") return { ok: true, calls: [], prints: '{"timeout":180,"interval":4}' };
  if (heard.test(command) && actions[command] === undefined) return { ok: true, calls: [] };
  const action = actions[command];
  if (action === undefined)
    return {
      ok: false,
      reason: `"${command}" is not a known call of certbot, lego, dehydrated or acme.sh`,
    };
  if (command.endsWith("_challenge")) return readTriples(action, rest);
  const said = rest[0] === "--" ? rest.slice(1) : rest;
  if (said.length === 3) return readRaw(action, said, hashKey);
  if (said.length === 0) return readCertbot(action, environment);
  const [name, value] = said;
  return name && value
    ? { ok: true, calls: [{ action, name, value }] }
    : { ok: false, reason: `"${command}" needs a name and a value` };
}

function readCertbot(action: HookCall["action"], { CERTBOT_DOMAIN, CERTBOT_VALIDATION }: NodeJS.ProcessEnv): ReadHook {
  if (CERTBOT_DOMAIN && CERTBOT_VALIDATION)
    return { ok: true, calls: [{ action, name: CERTBOT_DOMAIN, value: CERTBOT_VALIDATION }] };
  return {
    ok: false,
    reason: "CERTBOT_DOMAIN and CERTBOT_VALIDATION are not set: certbot sets them for its manual hooks",
  };
}

function readTriples(action: HookCall["action"], words: HookWords): ReadHook {
  if (words.length === 0 || words.length % 3 !== 0)
    return { ok: false, reason: "expected DOMAIN TOKEN VALUE, as dehydrated gives them, once or several times" };
  const calls = Array.from({ length: words.length / 3 }, (_, index) => ({
    action,
    name: words[index * 3] ?? "",
    value: words[index * 3 + 2] ?? "",
  }));
  return { ok: true, calls };
}

/** In raw mode lego leaves the hashing to the program. */
function readRaw(
  action: HookCall["action"],
  [name = "", , keyAuth = ""]: HookWords,
  hashKey: (text: string) => string,
): ReadHook {
  if (name === "" || keyAuth === "")
    return { ok: false, reason: "expected DOMAIN TOKEN KEYAUTH, as lego's raw mode gives them" };
  return { ok: true, calls: [{ action, name, value: hashKey(keyAuth) }] };
}
