import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { minimalEnvironment } from "../../platform/program/minimal-environment.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";

/** The systemd unit of this configuration: in use, started at boot, alone. */
export const unitCheck: Check = {
  name: "unit",
  async examine({ config }, signal) {
    if (!existsSync("/run/systemd/system")) return [ok("systemd is not running here")];
    const name = unitOf(config.file);
    const shown = await showUnits([`${name ?? usualUnit}.service`, `${name ?? usualUnit}-once.timer`], signal);
    if (shown === null) return [];
    const units = parseUnits(shown);
    return name === null ? describeOthers(units) : describeUnits(name, units);
  },
};

const usualUnit = "gigahost-ddns";

/** `config.yaml` is the usual unit's, `NAME.yaml` beside it the one of a second account; null: no unit's. */
export function unitOf(file: string | null): string | null {
  if (file === null || dirname(file) !== "/etc/gigahost-ddns") return null;
  const name = basename(file, ".yaml");
  return name === "config" ? usualUnit : `${usualUnit}@${name}`;
}

function describeOthers([service]: readonly Unit[]): Finding[] {
  if (service?.ActiveState !== "active") return [];
  return [ok(`${usualUnit}.service is active, with a configuration of its own`)];
}

/** What `systemctl show` says of a unit, by property. */
export type Unit = Readonly<Record<string, string>>;

/** One block of `KEY=VALUE` lines for each unit, an empty line between them. */
export function parseUnits(text: string): Unit[] {
  const blocks = text.trim().split(/\n\n/);
  return blocks.map((block) =>
    Object.fromEntries(
      block.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    ),
  );
}

export function describeUnits(name: string, [service = {}, timer = {}]: readonly Unit[]): Finding[] {
  const isTimed = timer.ActiveState === "active";
  if (service.LoadState !== "loaded") return [ok(`systemd has no ${name}.service`)];
  const runs = service.ActiveState === "active" || service.ActiveState === "activating";
  if (service.ActiveState === "failed") {
    const why = service.Result === "success" ? "" : ` (${service.Result})`;
    return [
      problem(`${name}.service has failed${why}`, `see \`journalctl -u ${name}\`, then \`systemctl restart ${name}\``),
    ];
  }
  if (runs && isTimed && service.Type !== "oneshot") {
    return [
      warning(
        `both ${name}.service and ${name}-once.timer are active`,
        `keep one: \`systemctl disable --now ${name}-once.timer\``,
      ),
    ];
  }
  if (!runs && !isTimed) {
    return [warning(`${name}.service is installed, but is not running`, `run \`systemctl enable --now ${name}\``)];
  }
  const [used, unit] = runs ? [`${name}.service`, service] : [`${name}-once.timer`, timer];
  const restarts = Number(service.NRestarts ?? 0);
  const note = restarts > 0 ? `, restarted ${restarts} times` : "";
  if (unit.UnitFileState === "enabled") return [ok(`${used} is active and starts at boot${note}`)];
  return [warning(`${used} is active, but does not start at boot${note}`, `run \`systemctl enable ${used}\``)];
}

const properties = ["Id", "Type", "LoadState", "ActiveState", "UnitFileState", "Result", "NRestarts"];

/** Null if systemd doesn't answer. */
function showUnits(units: readonly string[], signal: AbortSignal): Promise<string | null> {
  const args = ["show", ...units, `--property=${properties.join(",")}`];
  const options = { signal, env: minimalEnvironment(), maxBuffer: 64 * 1024, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile("systemctl", args, options, (error, text) => resolve(error === null ? text : null));
  });
}
