import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Check, type Finding, ok, warning } from "../check.ts";
import type { Patient } from "../patient.ts";
import { unitOf } from "./unit.ts";

/** Whether the daemon uses the configuration as it is now, or an older one. */
export const newerConfigurationCheck: Check = {
  name: "newer-configuration",
  async examine(patient) {
    const { status } = await patient.daemon();
    // A daemon of an older version doesn't tell.
    const inForce = status?.configuration ?? null;
    if (inForce === null) return [];
    const other = describeOther(patient, inForce.file);
    if (other !== null) return [other];
    const readMs = Date.parse(inForce.readAt);
    const { file, secretFiles } = patient.config;
    const isNewer = async (path: string) => ((await stat(path).catch(() => null))?.mtimeMs ?? 0) > readMs;
    if (file !== null && (await isNewer(file))) {
      return [
        warning(
          `${file} was changed after the daemon read it (${inForce.readAt}), so the change is not in effect`,
          `run \`systemctl reload ${unitOf(file) ?? "gigahost-ddns"}\` (in a container: restart it; without either: send it SIGHUP)`,
        ),
      ];
    }
    const secrets = await Promise.all(secretFiles.map(async ({ file: path }) => ((await isNewer(path)) ? [path] : [])));
    const [secret] = secrets.flat().filter((path) => path !== file);
    if (secret === undefined) return [ok(`the daemon uses the configuration as it is (read ${inForce.readAt})`)];
    return [
      warning(
        `${secret} was changed after the daemon read it (${inForce.readAt})`,
        `run \`systemctl restart ${unitOf(file) ?? "gigahost-ddns"}\` (in a container: restart it; without either: send it SIGHUP)`,
      ),
    ];
  },
};

function describeOther({ config }: Patient, theirs: string | null): Finding | null {
  const pathOf = (file: string | null) => file && resolve(file);
  if (pathOf(theirs) === pathOf(config.file)) return null;
  return warning(
    `the daemon of ${config.stateDir} uses ${theirs ?? "the environment"}, not ${config.file ?? "the environment"}`,
    `give each its own state_dir, or run doctor with ${theirs === null ? "the daemon's environment" : `--config ${theirs}`}`,
  );
}
