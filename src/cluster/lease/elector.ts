import { holdLease, type Lease, type LeaseObject, newLease } from "./lease.ts";

/** How long a lease lasts, and when its holder stops acting where it can't be renewed: well before it ends. */
export const electionTimes = { leaseMs: 15_000, actMs: 10_000 };

export type LeaseRequest =
  | { readonly kind: "read" }
  | { readonly kind: "create"; readonly object: LeaseObject }
  | { readonly kind: "replace"; readonly object: LeaseObject };

export type LeaseAnswer =
  | { readonly kind: "lease"; readonly lease: Lease }
  /** There is none of that name. */
  | { readonly kind: "missing" }
  /** Somebody else was faster. */
  | { readonly kind: "conflict" }
  /** It is unknown whether it was done. */
  | { readonly kind: "failed"; readonly reason: string };

/** Both clocks at one moment, in milliseconds. */
export interface Now {
  readonly steadyMs: number;
  readonly wallMs: number;
}

export interface ElectorOptions {
  /** Of this process, and of no other, ever. */
  readonly identity: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * Who leads, decided without any input or output: it says what to ask, and is told the answer. The time stamps in a Lease
 * are other machines' and are never compared with a clock of ours: a lease has ended when it was not seen to change for
 * as long as it lasts. Source: `tools/leaderelection` of Kubernetes' client-go.
 */
export class Elector {
  readonly #options: ElectorOptions;
  /** As last seen; null while nothing is known, or where there is none. */
  #lease: Lease | null = null;
  #isMissing = false;
  /** Steady; when this version of it was first seen. */
  #seenMs = 0;
  /** When the last renewal that succeeded was sent; null: not the holder. */
  #renewed: Now | null = null;
  /** What is known may be out of date. */
  #mustLook = true;

  constructor(options: ElectorOptions) {
    this.#options = options;
  }

  /** Who holds the lease as far as anybody here knows; null: nobody. */
  leader(): string | null {
    return this.#lease?.holder || null;
  }

  /**
   * Whether this process may act at this moment. By both clocks: a machine that was suspended finds its steady one where it
   * was, and another leader at work.
   */
  mayAct({ steadyMs, wallMs }: Now): boolean {
    if (this.#renewed === null) return false;
    const { actMs } = electionTimes;
    return steadyMs - this.#renewed.steadyMs < actMs && wallMs - this.#renewed.wallMs < actMs;
  }

  /** How long it may keep acting, in milliseconds of steady time, unless the lease is renewed. */
  actsForMs({ steadyMs }: Now): number {
    return this.#renewed === null ? 0 : Math.max(0, this.#renewed.steadyMs + electionTimes.actMs - steadyMs);
  }

  /** What to ask next; null: nothing before the next time it looks. */
  next(now: Now): LeaseRequest | null {
    if (this.#mustLook) return { kind: "read" };
    const holding = {
      holder: this.#options.identity,
      durationSeconds: electionTimes.leaseMs / 1000,
      nowWallMs: now.wallMs,
    };
    const { name, namespace, identity } = this.#options;
    if (this.#isMissing || this.#lease === null) return { kind: "create", object: newLease(name, namespace, holding) };
    const { holder, durationMs } = this.#lease;
    const isFree = holder === "" || holder === identity || now.steadyMs - this.#seenMs >= durationMs;
    return isFree ? { kind: "replace", object: holdLease(this.#lease, holding) } : null;
  }

  /** Notes that it is time to look again; the holder knows what is there. */
  look(): void {
    if (this.#renewed === null) this.#mustLook = true;
  }

  /** `sent`: when the request was sent, since it may have had its effect at any moment after. */
  receive(request: LeaseRequest, answer: LeaseAnswer, { sent, now }: { readonly sent: Now; readonly now: Now }): void {
    this.#isMissing = answer.kind === "missing";
    this.#mustLook =
      answer.kind === "conflict" || answer.kind === "failed" || (this.#isMissing && request.kind !== "read");
    if (answer.kind === "missing") this.#lease = this.#renewed = null;
    if (answer.kind !== "lease") return;
    const { lease } = answer;
    if (lease.version !== this.#lease?.version) this.#seenMs = now.steadyMs;
    this.#lease = lease;
    if (lease.holder !== this.#options.identity) this.#renewed = null;
    else if (request.kind !== "read") this.#renewed = sent;
  }

  /** Stops acting; the request that gives the lease back, so that the next one need not wait. Null if it isn't held. */
  release(now: Now): LeaseRequest | null {
    const isHeld = this.#renewed !== null;
    this.#renewed = null;
    if (!isHeld || this.#lease === null) return null;
    // As client-go does: whoever sees no empty holder waits a second at most.
    return {
      kind: "replace",
      object: holdLease(this.#lease, { holder: "", durationSeconds: 1, nowWallMs: now.wallMs }),
    };
  }
}
