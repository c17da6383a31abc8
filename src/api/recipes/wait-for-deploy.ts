import { type ApiClock, realClock } from "../clock.ts";
import { TimeoutError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

export interface DeployWait extends CallOptions {
  /** 10 s unless given. */
  readonly everyMs?: number;
  /** 30 min unless given. */
  readonly atMostMs?: number;
  readonly clock?: ApiClock;
  /** Told after each look. */
  readonly onLook?: (deployments: readonly Deployment[]) => void;
}

/** How far one server of an order is. */
export interface Deployment {
  readonly orderId: string;
  /** Null as long as there is none. */
  readonly serverId: string | null;
  readonly hostname: string | null;
  readonly address: string | null;
  readonly status: string;
}

/**
 * Waits until every server of the orders is ready, and gives what was last known of each. An order that is done vanishes
 * from the answer; a new server can be missing from `servers.list` for 40 s more.
 */
export async function waitForDeploy(
  gigahost: Gigahost,
  orderIds: readonly (string | number)[],
  { everyMs = 10_000, atMostMs = 1_800_000, clock = realClock, onLook, ...options }: DeployWait = {},
): Promise<readonly Deployment[]> {
  const known = new Map<string, Deployment>();
  const endMs = clock.steadyMs() + atMostMs;
  for (;;) {
    const { servers, all_ready } = await gigahost.deploy.getStatus({ ids: orderIds.join(",") }, options);
    const deployments = servers.map(deploymentFrom);
    for (const deployment of deployments) known.set(`${deployment.orderId} ${deployment.hostname}`, deployment);
    onLook?.(deployments);
    if (deployments.length === 0 || [true, 1, "1", "true"].includes(all_ready)) return [...known.values()];
    if (clock.steadyMs() + everyMs > endMs) throw tooLate(deployments, atMostMs);
    await clock.sleep(everyMs, options.signal);
    options.signal?.throwIfAborted();
  }
}

interface ListedDeployment {
  readonly order_id: string | number;
  readonly srv_id?: unknown;
  readonly hostname?: unknown;
  readonly ip?: unknown;
  readonly status?: unknown;
}

function deploymentFrom({ order_id, srv_id, hostname, ip, status }: ListedDeployment): Deployment {
  const given = (value: unknown) => (value ? String(value) : null);
  // 0 stands for a server that isn't assigned yet.
  const serverId = Number(srv_id) === 0 ? null : given(srv_id);
  return { orderId: String(order_id), serverId, hostname: given(hostname), address: given(ip), status: String(status) };
}

function tooLate(deployments: readonly Deployment[], ms: number): TimeoutError {
  const left = deployments.map(({ orderId, status }) => `order ${orderId}: ${status}`).join(", ");
  return new TimeoutError({
    operation: "deploy.getStatus",
    what: `not ready after ${ms / 60_000} min (${left})`,
    whatToDo: "The order goes on; look again later",
  });
}
