import type { LanPrefix } from "../model/detection.ts";
import type { Family } from "../model/family.ts";

/**
 * One way to learn the public address.
 *
 * The contract every source keeps (held by one shared test):
 * - it answers over the family it is asked for, or with `none`; never with an address of the other family
 * - it never throws and never outlives the signal: every failure is `none` with a reason in plain words
 * - among several public addresses of the family it names the one said to be the client's, otherwise none
 * - it puts no secret into a reason and reads at most 64 KiB
 * - it does not judge: whether an address is public is decided by the caller, in one place
 */
export interface Source {
  /** The URI as configured, without the values of query parameters that look secret. */
  readonly uri: string;
  /** Who runs the source: two sources of one operator are one voice. */
  readonly operator: string;
  /**
   * `local`: free, asks nobody · `cheap`: one small packet · `moderate`: some connections within the own network ·
   * `expensive`: a TLS connection, asked at most every 5 minutes by `auto`.
   */
  readonly cost: "local" | "cheap" | "moderate" | "expensive";
  /** Whether its word needs no second voice: `always` for `static:` and `file:`, `when-public` for an own interface. */
  readonly authoritative: "never" | "when-public" | "always";
  /** It answers from memory, so that nobody needs to limit its time. */
  readonly isInstant?: boolean;
  ask(question: Question): Promise<RawAnswer>;
}

export interface Question {
  readonly family: Family;
  /** The network interface of the uplink (`wwan0`); null for the default route. A source that can't keep to it answers `none`. */
  readonly interfaceName: string | null;
  /** Whether to keep out of a tunnel that the default route leads into, where no interface is named: so `auto` asks. */
  readonly skipsTunnels?: boolean;
  /** The address published last, for sources that may choose among several. */
  readonly published: string | null;
  /** Own addresses that are skipped: what is asked from them is not answered, though other questions are. */
  readonly unanswered?: readonly string[];
  /** To find out what is answered: where to send from, whatever would be chosen; `system`: from where the kernel would. */
  readonly sendFrom?: "system" | { readonly own: string };
  readonly signal: AbortSignal;
}

export type RawAnswer =
  /** `reason`: why it is another one than was to be expected. `others`: what this machine has beside it, of other prefixes. `router`: who says so of itself. */
  | {
      readonly kind: "address";
      readonly address: string;
      readonly prefix?: LanPrefix | null;
      readonly reason?: string;
      readonly others?: readonly string[];
      readonly router?: string;
    }
  /**
   * `absent`: sure that there is no such address or route here, by the kernel's own word; otherwise simply no answer.
   * `unable`: can't be asked for this family at all, which says nothing about the address. `translated`: a router that has no
   * public address of its own.
   */
  | {
      readonly kind: "none";
      readonly reason: string;
      readonly absent?: boolean;
      readonly unable?: boolean;
      readonly translated?: boolean;
      /** There is an address that is usable in a moment: it is still being checked for uniqueness. */
      readonly settling?: boolean;
      /** It is for a client of the gateway to tell, and it has not told it yet. */
      readonly untold?: boolean;
      readonly prefix?: LanPrefix | null;
      readonly address?: never;
    };
