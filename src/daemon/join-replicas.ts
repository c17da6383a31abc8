import { hostname } from "node:os";
import type { Config } from "../config/config.ts";
import type { Clock } from "../platform/clock.ts";
import type { Replica } from "./leading.ts";

export interface JoinOptions {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called when this replica has begun or ceased to lead, or when another one has. */
  readonly onChange: () => void;
  /** Called with why the election can't continue, and with null once it does. */
  readonly onProblem: (problem: string | null) => void;
}

/** Takes part in the election that `leadership.lease` names; null if there is none. Rejects outside a cluster. */
export async function joinReplicas({ config, environment, ...options }: JoinOptions): Promise<Replica | null> {
  const { lease } = config.leadership;
  if (lease === null) return null;
  const [{ findServiceAccount }, { createLeaseClient }, { takePart }] = await Promise.all([
    import("../cluster/lease/service-account.ts"),
    import("../cluster/lease/lease-client.ts"),
    import("../cluster/lease/take-part.ts"),
  ]);
  const account = await findServiceAccount(environment);
  if (account === null) throw new NoServiceAccount(lease);
  const identity = `${hostname()}_${Math.floor(options.random() * 1e9).toString(36)}`;
  const ask = createLeaseClient(account, lease, options.clock);
  return { lease, part: takePart({ ...options, identity, name: lease, namespace: account.namespace, ask }) };
}

/** The configuration asks for what only a pod can do. */
export class NoServiceAccount extends Error {
  override readonly name = "NoServiceAccount";
  constructor(lease: string) {
    super(
      `leadership.lease: ${lease} needs a Kubernetes pod with a service account, and there is none here; remove the key, or mount one (automountServiceAccountToken)`,
    );
  }
}
