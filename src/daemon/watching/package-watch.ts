import type { Clock } from "../../platform/clock.ts";
import { findOwnUnit } from "../../platform/program/find-own-unit.ts";
import { findInstalled, type Installed } from "../../platform/program/installed-version.ts";

export interface PackageWatchOptions {
  /** What was started: the path of the script. */
  readonly program: string;
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Called with what to report, or null once that is over. */
  readonly onNote: (note: string | null) => void;
}

export interface PackageWatch {
  /** Looks, if some time has passed since the last look. Never rejects. */
  tend(): Promise<void>;
}

/** A look costs reading one small file. */
const everyMs = 15_000;

/** Notices that the package was upgraded or removed while the daemon keeps running the old one. */
export async function createPackageWatch(options: PackageWatchOptions): Promise<PackageWatch> {
  const { program, version, environment, clock, onNote } = options;
  const look = await findInstalled(program, version);
  const unit = await findOwnUnit(environment);
  let lookedMs = clock.steadyMs();
  let before: string | null = null;
  return {
    async tend() {
      if (look === null || clock.steadyMs() - lookedMs < everyMs) return;
      lookedMs = clock.steadyMs();
      const note = describe(await look(), version, unit);
      // Twice in a row, since an upgrade under way has neither the old nor the new.
      if (note === before) onNote(note);
      before = note;
    },
  };
}

function describe(installed: Installed | null, own: string, unit: string | null): string | null {
  if (installed === null) return null;
  if (installed === "removed") {
    const how = unit === null ? "stop it" : `systemctl stop ${unit}`;
    return `The program that this daemon was started from is no longer installed; the daemon keeps running until it stops: install it again, or ${how}`;
  }
  if (installed.version === own) return null;
  const how = unit === null ? "restart it" : `systemctl restart ${unit}`;
  return `Version ${installed.version} is installed, but this daemon still runs ${own}: ${how}`;
}
