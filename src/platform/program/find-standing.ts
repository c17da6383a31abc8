import { readFileSync } from "node:fs";
import { findContainer } from "./find-container.ts";

/**
 * Where this process runs, as far as it decides what advice is right for a path that it may not use.
 *
 * - `plain`: whoever reads it can run a `chown`
 * - `dynamic-user`: a user that systemd makes up for the unit; a `chown` to its number would last until the next start
 * - `container`: the path is of the container, and what is mounted there lies on the host under a name that nobody here knows
 */
export type Standing =
  | { readonly kind: "plain" | "dynamic-user"; readonly owner: string }
  | { readonly kind: "container"; readonly owner: string; readonly mountedAt: string };

export interface StandingFacts {
  readonly environment: NodeJS.ProcessEnv;
  readonly uid: number;
  readonly gid: number;
  readonly container: string | null;
  /** `/proc/self/mountinfo`. */
  readonly mounts: string;
}

export function findStanding(path: string, facts: StandingFacts = ownFacts()): Standing {
  const { environment, uid, gid, container, mounts } = facts;
  const owner = `${uid}:${gid}`;
  const mountedAt = container === null ? null : findMount(path, mounts);
  if (mountedAt !== null) return { kind: "container", owner, mountedAt };
  const isMadeUp = (uid >= firstDynamicUid && uid <= lastDynamicUid) || Boolean(environment.CREDENTIALS_DIRECTORY);
  return { kind: isMadeUp && uid !== 0 ? "dynamic-user" : "plain", owner };
}

/** systemd's range for DynamicUser=, see https://systemd.io/UIDS-GIDS. */
const firstDynamicUid = 61_184;
const lastDynamicUid = 65_519;

function ownFacts(): StandingFacts {
  const { env: environment, getuid, getgid } = process;
  const container = findContainer(environment);
  return {
    environment,
    uid: getuid?.() ?? 0,
    gid: getgid?.() ?? 0,
    container,
    mounts: container === null ? "" : readMounts(),
  };
}

function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return "";
  }
}

/** The mount that a path lies in; null for the container's own file system. The fifth field is where it is. */
function findMount(path: string, mounts: string): string | null {
  const points = mounts.split("\n").flatMap((line) => line.split(" ")[4] ?? []);
  const around = points.filter((point) => point !== "/" && (path === point || path.startsWith(`${point}/`)));
  return around.reduce<string | null>(
    (longest, point) => (point.length > (longest?.length ?? 0) ? point : longest),
    null,
  );
}
