import * as v from "valibot";
import { maskSecrets } from "../../model/secrets/mask-secrets.ts";
import { dayMs } from "../../model/time/units.ts";
import { findHome } from "../../platform/files/find-home.ts";
import type { Config } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, type Findings } from "../findings.ts";
import { httpRows } from "../rows/http.ts";
import { schemaOf } from "../rows/row.ts";
import type { Settings } from "../schema.ts";
import { parseDuration } from "../values/duration.ts";
import { checkPushSources } from "./check-push-sources.ts";
import { lookAtTokenFile, type SecretReader, warnOfOpenFile } from "./read-secrets.ts";
import { resolveAccount } from "./resolve-account.ts";
import type { GatewayContext, ResolvedGateway } from "./resolve-gateway.ts";
import { resolveHeartbeats } from "./resolve-heartbeats.ts";
import { resolveHostnames } from "./resolve-hostnames.ts";
import { resolveHttp, resolveOwnPath } from "./resolve-http.ts";
import { resolveNotify } from "./resolve-notify.ts";
import { resolveOutgoingProxy } from "./resolve-proxy.ts";
import { resolveUplinks, type SourceRules } from "./resolve-uplinks.ts";
import { warnOfNoEffect } from "./warn-of-no-effect.ts";

/**
 * What the configuration is for.
 *
 * - `publish`: everything must be there (`run`, `once`, `config check`)
 * - `account`: only the account must be (`zone`, `record`, `api`)
 * - `detect`: no secret is read, nothing needs to be there
 * - `observe`: as `detect`; for whoever only asks the running daemon (`status`, `update`, `healthcheck`)
 */
export type Purpose = "publish" | "account" | "detect" | "observe";

/** What is known of sources and schedules elsewhere. */
export interface ConfigRules extends SourceRules {
  /** Null, or what is wrong with a cron expression. */
  validateSchedule(expression: string): Promise<string | null> | string | null;
}

export interface ResolveContext {
  readonly file: string | null;
  readonly purpose: Purpose;
  readonly rules: ConfigRules;
  readonly secrets: SecretReader;
  /** When reading began, wall ms. */
  readonly readAtMs: number;
}

/** The second pass: everything that needs more than a look at one value. Problems go to the findings. */
export async function resolveConfig(settings: Settings, circumstances: ResolveContext): Promise<Config> {
  const { file, purpose, rules, secrets } = circumstances;
  const { findings } = secrets;
  const quiet = purpose === "detect" || purpose === "observe";
  const ownUplinks = resolveUplinks(settings, rules, findings);
  const http = resolveHttp(settings.http, v.parse(schemaOf(httpRows), {}), secrets);
  if (!quiet && http?.tokenFile) await lookAtTokenFile(secrets, http.tokenFile);
  const firstKeys = new Map<string, string>();
  const own = { uplinks: ownUplinks, findings, outerKey: "hostnames", firstKeys };
  const ownHostnames = resolveHostnames(settings.hostnames, own);
  const context = { reader: secrets, uplinks: ownUplinks, firstKeys, readsSecrets: !quiet };
  const pushed = await resolvePushed(settings, context);
  checkPushSources(ownUplinks, pushed.gateway, findings);
  const config: Config = {
    account: await resolveAccount(settings.account, secrets, quiet ? "ignored" : "required"),
    hostnames: [...ownHostnames, ...pushed.hostnames],
    uplinks: { ...ownUplinks, ...pushed.uplinks },
    schedule: settings.schedule,
    watch: settings.watch,
    engine: settings.engine,
    ttl: settings.ttl,
    verifyEveryMs: resolveVerify(settings.verify, findings),
    whenLost: settings.when_lost,
    maxUpdatesPerHour: settings.max_updates_per_hour,
    allowNonPublic: settings.allow_non_public,
    stateDir: resolveStateDir(settings.state_dir, secrets),
    http,
    notify: quiet ? [] : await resolveNotify(settings.notify, secrets),
    heartbeats: quiet ? [] : await resolveHeartbeats(settings, secrets),
    log: settings.log,
    gateway: pushed.gateway,
    leadership: settings.leadership,
    outgoing: resolveOutgoingProxy(settings.account.proxy, secrets),
    file,
    readAtMs: circumstances.readAtMs,
    secretFiles: findings.secretFiles,
    secrets: [...findings.secrets],
    warnings: findings.warnings,
  };
  await checkSchedule(settings.schedule, rules, findings);
  if (purpose === "publish") checkHostnamesGiven(config, findings);
  warnOfNoEffect(config, findings);
  warnOfOpenConfig(file, findings);
  return config;
}

/** Few have a gateway. */
async function resolvePushed({ gateway }: Settings, context: GatewayContext): Promise<ResolvedGateway> {
  if (gateway === undefined) return { gateway: null, uplinks: {}, hostnames: [] };
  return (await import("./resolve-gateway.ts")).resolveGateway(gateway, context);
}

async function checkSchedule(schedule: string, rules: ConfigRules, findings: Findings): Promise<void> {
  const fault = await rules.validateSchedule(schedule);
  if (fault === null) return;
  // What is wrong with it may be said by quoting a part that nobody would recognise as one of a credential.
  const why = maskSecrets(schedule, []) === schedule ? fault : `not ${quote(schedule)}`;
  addProblem(findings, "schedule", `expected auto or a cron expression, as in "*/30 * * * * *": ${why}`);
}

/** A client that only gets certificates is something to do, too; a watched file may get its first client later. */
function checkHostnamesGiven({ hostnames, gateway, file }: Config, findings: Findings): void {
  if (hostnames.length > 0 || gateway?.clients.some(({ acme }) => acme.length > 0)) return;
  if (gateway?.clientsFile) return;
  // A list whose entries were all left out as faulty isn't empty.
  if (findings.problems.some(({ path }) => /^hostnames|^gateway|_HOSTNAMES$/.test(path))) return;
  const where =
    file === null ? "set GIGAHOST_DDNS_HOSTNAMES" : "list them under hostnames, or set GIGAHOST_DDNS_HOSTNAMES";
  addProblem(findings, "hostnames", `no hostname to keep pointed: ${where}`);
}

const minVerifyMs = 1000;
const maxVerifyMs = 366 * dayMs;

function resolveVerify(verify: Settings["verify"], findings: Findings): number | null {
  if (verify === false) return null;
  const every = verify === true ? "1h" : verify.every;
  if (every === false) return null;
  const durationMs = parseDuration(every);
  if (durationMs !== null && durationMs >= minVerifyMs && durationMs <= maxVerifyMs) return durationMs;
  const message = `expected a duration from 1s to 366d, as in 90s, 30m or 1h, or false, not ${quote(every)}`;
  addProblem(findings, "verify.every", message);
  return null;
}

function resolveStateDir(written: string, reader: SecretReader): string {
  const { findings, environment } = reader;
  if (written === "" || written.includes("\0")) {
    addProblem(findings, "state_dir", "expected the path of a directory");
    return written;
  }
  // A directory whose name begins so is nobody's wish.
  const isHome = /^~(\/|$)/.test(written) && findHome(environment) !== null;
  if (written.startsWith("~") && !isHome)
    addProblem(
      findings,
      "state_dir",
      `\`${written.split("/")[0]}\` is not a known home directory here; write the whole path`,
    );
  return resolveOwnPath(written, "state_dir", reader);
}

/** Without a secret of its own the file may be open to all. */
function warnOfOpenConfig(file: string | null, findings: Findings): void {
  if (file === null || findings.fileMode === null) return;
  if (findings.inlineSecret) warnOfOpenFile(findings, file, findings.fileMode);
}
