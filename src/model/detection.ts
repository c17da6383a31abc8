import type { Family } from "./family.ts";

/** The prefix of the network behind a router, which need not be that of the router's own address. */
export interface LanPrefix {
  readonly address: string;
  /** Bits. */
  readonly length: number;
}

/** What one source answered when it was asked once. Times are milliseconds. */
export interface SourceAnswer {
  /** The source as configured, for people to recognise. */
  readonly source: string;
  /** Who runs it; two answers of one operator are one voice. */
  readonly operator: string;
  readonly uplink: string;
  readonly family: Family;
  /** `address`: usable · `refused`: an address that must not be published · `none`: no answer, or no such address. */
  readonly kind: "address" | "refused" | "none";
  /** The canonical form; present for `address` and `refused`. */
  readonly address: string | null;
  /** With `address`, from a router: the IPv6 prefix of the network behind it; null: it doesn't tell. */
  readonly prefix?: LanPrefix | null;
  /** In plain words, for `refused` and `none`. */
  readonly reason: string | null;
  /** Needs no second voice: fixed by the user, or on this machine's own interface. */
  readonly authoritative: boolean;
  /** With `refused`: by the user's own `only` or `never`, not for what kind of address it is. */
  readonly barred?: boolean;
  /** With `none`: sure that there is no such address or route here, rather than just no answer. */
  readonly absent?: boolean;
  /** With `none`: can't be asked for this family at all, which says nothing of the address. */
  readonly unable?: boolean;
  /** With `none`: somebody else has to report it, and hasn't yet; doesn't affect the health. */
  readonly untold?: boolean;
  /** With `none`, from a router: it has no public address of its own, so somebody before it translates addresses. */
  readonly translated?: boolean;
  /** With `none`: an address of this machine is usable in a moment. */
  readonly settling?: boolean;
  /** It was not asked in this look: this is what it said before, which still holds. */
  readonly kept?: boolean;
  readonly durationMs: number;
}

/**
 * What detection knows of one family of one uplink after a look.
 *
 * - `confirmed`: the address may be published
 * - `unconfirmed`: fewer independent sources than `confirm` said so; what is published stays
 * - `disagreement`: sources contradict each other; what is published stays
 * - `unknown`: nobody answered; plans nothing
 * - `absent`: every source says there is no such address or route here (not a failure by itself)
 * - `untold`: the client of the gateway whose word it is has not told it yet (not a failure either)
 * - `refused`: the user's own rule keeps the address from being published (not a failure either)
 */
export type Verdict = "confirmed" | "unconfirmed" | "disagreement" | "unknown" | "absent" | "untold" | "refused";

/** Whether a look left nothing open that another one would settle. */
export function isSettled({ verdict }: { readonly verdict: Verdict }): boolean {
  return ["confirmed", "absent", "untold", "refused"].includes(verdict);
}

export interface Detection {
  readonly uplink: string;
  readonly family: Family;
  readonly verdict: Verdict;
  /** The address to publish; only with `confirmed`. */
  readonly address: string | null;
  /** With `confirmed`: what hosts with a suffix follow instead of the address; null: unknown; absent: the address itself. */
  readonly prefix?: LanPrefix | null;
  /** The source that named the address. */
  readonly source: string | null;
  /** In plain words, who said what; with `confirmed` it is null, or names the sources that were outvoted. */
  readonly reason: string | null;
  /** With `confirmed`: why the address is shared with others, in plain words; absent or null if nothing says so. */
  readonly translation?: string | null;
  readonly answers: readonly SourceAnswer[];
}

/** What is remembered between looks of one family of one uplink. ISO 8601 times. */
export interface RememberedAddress {
  readonly address: string;
  readonly source: string;
  /** When a source last said so. */
  readonly seenAt: string;
  /** When it became the confirmed address. */
  readonly changedAt: string;
  /** Looks since a source of another operator was asked; at least every 10th look asks one. */
  readonly looksSinceOther: number;
  /** Absent where the address has been the same for an hour. */
  readonly alternation?: Alternation;
}

/** How the address changed lately. Moments are steady ms. */
export interface Alternation {
  /** The earlier addresses that were left within the hour, the latest last. */
  readonly left: readonly { readonly address: string; readonly leftMs: number }[];
  /** How many times within that hour it became one that had been left. */
  readonly returns: number;
  /** Since when it has been the current one. */
  readonly sinceMs: number;
}
