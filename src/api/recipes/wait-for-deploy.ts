import { systemClock } from "../../platform/clock.ts";
import type { ApiClock } from "../clock.ts";
import { InputError, NotFoundError, TimeoutError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

export interface DeployWait extends CallOptions {
  /** 10 s by default. */
  readonly everyMs?: number;
  /** 30 min by default. */
  readonly maxWaitMs?: number;
  readonly clock?: ApiClock;
  /** Called after each look. */
  readonly onLook?: (deployments: readonly Deployment[]) => void;
}

/** The progress of one server of an order. */
export interface Deployment {
  readonly orderId: string;
  /** Null until there is one. */
  readonly serverId: string | null;
  readonly hostname: string | null;
  readonly address: string | null;
  readonly status: string;
}

/** A single look that doesn't show an order proves nothing. */
const minLooks = 3;

/** What is known about one order, and for how many looks in a row it has been missing. */
interface FollowedOrder {
  readonly deployments: Map<string, Deployment>;
  missedLooks: number;
}

/**
 * Waits until every order has its server and it is ready, and returns what was last known of each. An order that is done
 * vanishes from the answer sooner or later, which is believed after three looks; one that was never seen rejects with a
 * NotFoundError then. A new server can be missing from `servers.list` for 40 s more.
 */
export async function waitForDeploy(
  gigahost: Gigahost,
  orderIds: readonly (string | number)[],
  { everyMs = 10_000, maxWaitMs = 1_800_000, clock = systemClock, onLook, ...options }: DeployWait = {},
): Promise<readonly Deployment[]> {
  if (!Array.isArray(orderIds) || orderIds.length === 0)
    throw new InputError("waitForDeploy", ["at least one order id is needed, in a list"]);
  const orders = new Map(
    orderIds.map((id): [string, FollowedOrder] => [String(id), { deployments: new Map(), missedLooks: 0 }]),
  );
  const endMs = clock.steadyMs() + maxWaitMs;
  for (;;) {
    const { servers } = await gigahost.deploy.getStatus({ ids: [...orders.keys()].join(",") }, options);
    const deployments = servers.map(deploymentFrom);
    for (const [id, order] of orders) follow(id, order, deployments);
    onLook?.(deployments);
    const pending = [...orders].filter(([, order]) => !isDone(order));
    const unknown = pending.filter(([, order]) => isUnknown(order));
    if (pending.length === unknown.length) {
      if (unknown.length > 0) throw neverSeen(unknown.map(([id]) => id));
      return [...orders.values()].flatMap((order) => [...order.deployments.values()]);
    }
    if (clock.steadyMs() + everyMs > endMs) throw tooLate(pending, maxWaitMs);
    await clock.sleep(everyMs, options.signal);
    options.signal?.throwIfAborted();
  }
}

function follow(id: string, order: FollowedOrder, deployments: readonly Deployment[]): void {
  const own = deployments.filter(({ orderId }) => orderId === id);
  for (const deployment of own) order.deployments.set(String(deployment.hostname), deployment);
  order.missedLooks = own.length > 0 ? 0 : order.missedLooks + 1;
}

const isUnknown = ({ deployments, missedLooks }: FollowedOrder) => deployments.size === 0 && missedLooks >= minLooks;

function isDone({ deployments, missedLooks }: FollowedOrder): boolean {
  if (deployments.size === 0) return false;
  return missedLooks >= minLooks || (missedLooks === 0 && [...deployments.values()].every(isReady));
}

const underWay: readonly string[] = ["waitlist", "waiting", "deploying", "installing"];

/** An order that is ready but has no server isn't ready: the id is 0 for a while. */
const isReady = ({ status, serverId }: Deployment) => serverId !== null && !underWay.includes(status);

function neverSeen(ids: readonly string[]): NotFoundError {
  return new NotFoundError({
    operation: "deploy.getStatus",
    what: `the server doesn't know order ${ids.join(", ")}, after ${minLooks} attempts`,
    whatToDo: "Check the order ids; a finished order disappears after a while, and its server is in servers.list",
  });
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
  // 0, null and undefined all mean that no server is assigned yet.
  const serverId = Number(srv_id) === 0 ? null : given(srv_id);
  return { orderId: String(order_id), serverId, hostname: given(hostname), address: given(ip), status: String(status) };
}

function tooLate(pending: readonly (readonly [string, FollowedOrder])[], ms: number): TimeoutError {
  const left = pending.map(([id, { deployments }]) => {
    const statuses = [...deployments.values()].map(({ status, serverId }) =>
      serverId === null && !underWay.includes(status) ? `${status}, but without a server` : status,
    );
    return `order ${id}: ${statuses.join(", ") || "not seen yet"}`;
  });
  return new TimeoutError({
    operation: "deploy.getStatus",
    what: `not ready after ${ms / 60_000} min (${left.join("; ")})`,
    whatToDo: "The order continues; check again later",
  });
}
