import { isoTime } from "../../model/time/iso-time.ts";
/** A Lease of coordination.k8s.io/v1, as far as an election reads it. The rest of the object is carried along as it came. */
export interface Lease {
  /** Changes with every write; a write that names an older one is refused. */
  readonly version: string;
  /** Empty: nobody. */
  readonly holder: string;
  readonly durationMs: number;
  readonly transitions: number;
  readonly acquireTime: string | null;
  /** The object as it was read. */
  readonly object: LeaseObject;
}

export interface LeaseObject {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Null for what is not a Lease. */
export function readLease(value: unknown): Lease | null {
  if (!isObject(value) || !isObject(value.metadata)) return null;
  const { resourceVersion } = value.metadata;
  if (typeof resourceVersion !== "string" || resourceVersion === "") return null;
  const spec = isObject(value.spec) ? value.spec : {};
  const { holderIdentity, leaseDurationSeconds, leaseTransitions, acquireTime } = spec;
  return {
    version: resourceVersion,
    holder: typeof holderIdentity === "string" ? holderIdentity : "",
    durationMs: Math.max(1, wholeOr(leaseDurationSeconds, 15)) * 1000,
    transitions: wholeOr(leaseTransitions, 0),
    acquireTime: typeof acquireTime === "string" ? acquireTime : null,
    object: value,
  };
}

/** What a holder writes. */
export interface Holding {
  /** Empty: given back. */
  readonly holder: string;
  readonly durationSeconds: number;
  readonly nowWallMs: number;
}

/** A new Lease for a holder. */
export function newLease(
  name: string,
  namespace: string,
  { holder, durationSeconds, nowWallMs }: Holding,
): LeaseObject {
  const now = microTime(nowWallMs);
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: durationSeconds,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: 0,
    },
  };
}

/** The object with another holder, or with the same one's renewal. Fields that an election knows nothing of stay. */
export function holdLease(lease: Lease, { holder, durationSeconds, nowWallMs }: Holding): LeaseObject {
  const now = microTime(nowWallMs);
  const isOther = holder !== lease.holder;
  return {
    ...lease.object,
    spec: {
      ...lease.object.spec,
      holderIdentity: holder,
      leaseDurationSeconds: durationSeconds,
      acquireTime: isOther || lease.acquireTime === null ? now : lease.acquireTime,
      renewTime: now,
      leaseTransitions: lease.transitions + (isOther && holder !== "" ? 1 : 0),
    },
  };
}

/** Kubernetes' MicroTime: RFC 3339 with exactly six digits behind the second. */
function microTime(wallMs: number): string {
  return isoTime(wallMs).replace(/\.(\d{3})Z$/, ".$1000Z");
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const wholeOr = (value: unknown, otherwise: number) =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : otherwise;
