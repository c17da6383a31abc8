import type { IpNetwork } from "../../model/addresses/ip-network.ts";
import type { RememberedAddress } from "../../model/detection.ts";
import type { Family } from "../../model/family.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { TimedAnswer } from "../ask-source.ts";
import type { AgreementRules } from "../choose-address.ts";
import type { DetectionMemory } from "../detection-memory.ts";
import type { LookSource } from "../look.ts";
import { createOwnAddressMemory, type OwnAddressMemory } from "../network/check-own-address.ts";
import {
  answerThatHolds,
  createRouterMemory,
  type RouterAddress,
  type RouterMemory,
  type RouterNews,
} from "../router-memory.ts";
import type { Question, Source } from "../source.ts";

/** One family of one uplink, and how to ask for it. */
export interface Ask {
  readonly request: DetectRequest;
  readonly uplink: DetectedUplink;
  readonly family: Family;
  readonly remembered: RememberedAddress | null;
  readonly rules: AgreementRules;
  readonly candidates: readonly LookSource[];
  /** This machine's addresses from which nothing is answered. */
  readonly unanswered: readonly string[];
  /** Whether this look asks another source than the usual one. */
  readonly isOtherDue: boolean;
  /** A router's earlier answer isn't enough; absent: it is, if the router would announce a change. */
  readonly asksAnew?: boolean;
  /** Answers of this round, by source and question: uplinks that share a source share its answer. */
  readonly shared: Map<string, Promise<TimedAnswer>>;
  readonly signal: AbortSignal;
}

export interface DetectRequest {
  readonly uplinks: readonly DetectedUplink[];
  readonly allowNonPublic: boolean;
  /** What earlier looks confirmed, by uplink; `State.addresses`. */
  readonly remembered: Readonly<Record<string, Partial<Record<Family, RememberedAddress>>>>;
  readonly memory: DetectionMemory;
  /** What the look is for: its turn in the schedule · the network told of a change, which somebody waits for. Absent: somebody asks. */
  readonly reason?: LookReason;
  /** Absent: each look asks. */
  readonly news?: RouterNews;
  /** Looks since another source was asked, where each look is another process's; absent: as remembered. */
  readonly looksSinceOther?: number;
  /** Makes the source for a URI; `createSources` keeps those it made. */
  readonly sourceFor: (uri: string) => Source;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

export type LookReason = "schedule" | "event";

/** One way out to the Internet and where to learn its addresses; an uplink of the configuration is one. */
export interface DetectedUplink {
  readonly name: string;
  /** Null: the default route. */
  readonly interfaceName: string | null;
  readonly ipv4: DetectedFamily;
  readonly ipv6: DetectedFamily;
}

export interface DetectedFamily {
  readonly enabled: boolean;
  /** Source URIs, `auto` included. */
  readonly sources: readonly string[];
  /** Null: the lower of 2 and the number of independent sources. */
  readonly confirm: number | null;
  /** `refuse`: an address behind a provider's NAT counts as none. Absent: `publish`. */
  readonly behindNat?: "publish" | "refuse";
  /** An answer outside all of these is refused; absent or empty: any is fine. */
  readonly only?: readonly IpNetwork[];
  /** An answer inside one of these is refused. */
  readonly never?: readonly IpNetwork[];
}

export function isOneOfRouters({ source, fromAuto }: LookSource): boolean {
  return fromAuto && source.operator === "router";
}

/** What is remembered of the uplink's router. */
export function routerMemory({ routers }: DetectionMemory, uplink: DetectedUplink): RouterMemory {
  return rememberedOf(routers, uplink, createRouterMemory);
}

/** Which of this machine's IPv6 addresses are answered through the uplink. */
export function ownAddressMemory({ ownAddresses }: DetectionMemory, uplink: DetectedUplink): OwnAddressMemory {
  return rememberedOf(ownAddresses, uplink, createOwnAddressMemory);
}

function rememberedOf<Kept>(memories: Map<string, Kept>, { interfaceName }: DetectedUplink, create: () => Kept): Kept {
  const key = interfaceName ?? "";
  const known = memories.get(key) ?? create();
  memories.set(key, known);
  return known;
}

/** Whether this is a router that named the address and would tell if it had another one. */
export function isToldBy(ask: Ask, candidate: LookSource): boolean {
  return lastTold(ask, candidate)?.address === (ask.remembered?.address ?? "");
}

export function lastTold({ request, uplink }: Ask, candidate: LookSource): RouterAddress | null {
  const { memory, news = null } = request;
  return isOneOfRouters(candidate) ? answerThatHolds(routerMemory(memory, uplink), news) : null;
}

/** Asked at most every 5 minutes, except to confirm. */
export function isSpared({ source, fromAuto }: LookSource): boolean {
  return fromAuto && source.cost === "expensive";
}

export function questionFor(ask: Ask, { fromAuto }: LookSource): Question {
  const { uplink, family, remembered, unanswered, signal } = ask;
  const published = remembered?.address ?? null;
  return { family, interfaceName: uplink.interfaceName, skipsTunnels: fromAuto, published, unanswered, signal };
}

/** Two asks with one key get one answer. */
export function keyOf({ uplink, family, remembered, unanswered }: Ask, { source, fromAuto }: LookSource): string {
  const published = source.cost === "local" ? (remembered?.address ?? "") : "";
  return JSON.stringify([source.uri, uplink.interfaceName, family, published, fromAuto, ...unanswered]);
}
