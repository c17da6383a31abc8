import { type Family, familyLabel } from "../../model/family.ts";
import { type Group, groupBy } from "../../model/group-by.ts";
import { displayHostname } from "../../model/hostname.ts";
import { type AddressReport, isPublished, type Outcome } from "../../model/report.ts";
import { formatDuration } from "../../model/time/format-duration.ts";
import { isoTime } from "../../model/time/iso-time.ts";
import type { ChannelNotice } from "../../notify/message.ts";
import type { Remarks } from "./list-remarks.ts";
import type { Trouble, Troubles } from "./troubles/trouble.ts";

/** A trouble as it is remembered over restarts: also a round by a timer knows how long it has lasted. */
export interface ToldTrouble {
  /** A trouble that becomes a hold is reported again; absent if an earlier version wrote it. */
  readonly kind?: Trouble["kind"];
  readonly isRemark?: boolean;
  /** Whether the channels were told of it, so that they must also hear of its end. */
  readonly isTold: boolean;
  readonly title: string;
  readonly text: string;
  readonly hostnames: readonly string[];
  readonly family: Family | null;
  readonly sinceMs: number;
}

/** By the key of the trouble. */
export type ToldTroubles = ReadonlyMap<string, ToldTrouble>;

export interface ChannelNoticeInput {
  readonly outcomes: readonly Outcome[];
  readonly addresses: readonly AddressReport[];
  readonly troubles: Troubles;
  readonly remarks: Remarks;
  readonly now: { readonly steadyMs: number; readonly wallMs: number };
}

/** Most troubles end sooner, and nobody wants to be woken for them. A hold waits for the user, so it is reported at once. */
const troubleAfterMs = 600_000;

/** What is sent to the channels after a round: changes, what is held, what has lasted, and its end. */
export function noteForChannels(
  told: ToldTroubles,
  input: ChannelNoticeInput,
): { told: ToldTroubles; notices: readonly ChannelNotice[] } {
  const noted = noteEvents(told, input, troubleAfterMs);
  return { told: noted.told, notices: noted.events.map(({ notice }) => notice) };
}

/** A notice, with what only the history keeps of it. */
export interface NotedEvent {
  readonly notice: ChannelNotice;
  /** Of the troubles that it is about. */
  readonly keys: readonly string[];
  /** The address that it is about, as detection knows it. */
  readonly seen: AddressReport | null;
}

/** The same for any listener; a trouble is reported once it has lasted for `afterMs`. */
export function noteEvents(
  told: ToldTroubles,
  input: ChannelNoticeInput,
  afterMs: number,
): { told: ToldTroubles; events: readonly NotedEvent[] } {
  const { now } = input;
  const lasting = new Map(
    [...input.troubles, ...input.remarks.found].map(([key, trouble]) => [
      key,
      { trouble, known: told.get(key) ?? toToldTrouble(trouble) },
    ]),
  );
  const fresh = [...lasting].filter(([, { trouble, known }]) => {
    if (trouble.kind === "held") return !known.isTold || known.kind === "trouble";
    return !known.isTold && now.steadyMs - known.sinceMs >= afterMs;
  });
  const gone = [...told].filter(([key]) => !lasting.has(key));
  const over = gone.filter(([, known]) => known.isTold && !known.isRemark);
  const remarked = gone.filter(([key, known]) => known.isRemark && !input.remarks.settled.has(key));
  const tellNow = new Set(fresh.map(([key]) => key));
  return {
    told: new Map([
      ...remarked,
      ...[...lasting].map(([key, { trouble, known }]): [string, ToldTrouble] => [
        key,
        tellNow.has(key) ? { ...toToldTrouble(trouble), sinceMs: known.sinceMs, isTold: true } : known,
      ]),
    ]),
    events: [
      ...changeEvents(input),
      ...[...groupBy(fresh, ([, { trouble }]) => `${trouble.kind} ${trouble.text}`).values()].map((group) => ({
        notice: troubleNotice(group, now),
        ...{ keys: group.map(([key]) => key), seen: null },
      })),
      ...[...groupBy(over, ([, { text }]) => text).values()].map((group) => ({
        notice: recoveryNotice(group, now),
        ...{ keys: group.map(([key]) => key), seen: null },
      })),
    ],
  };
}

function changeEvents({ outcomes, addresses, now }: ChannelNoticeInput): NotedEvent[] {
  const changed = outcomes.filter((outcome) => isPublished(outcome) && outcome.address !== outcome.previous);
  const seenBy = indexSeen(addresses);
  // Many names that follow one address are one change.
  return [...groupBy(changed, changeOf).values()].map((group) => {
    const seen = findSeen(seenBy, group[0]);
    // Where something else has changed, how long the address has been known says nothing.
    const sinceMs = seen?.changedAt && !group[0].cause ? Date.parse(seen.changedAt) : null;
    return { notice: changeNotice(group, sinceMs, now), keys: [], seen };
  });
}

function changeOf({ family, previous, address, cause }: Outcome): string {
  return `${family} ${previous} ${address} ${cause}`;
}

/** What is seen of a family, by address. */
type Seen = ReadonlyMap<Family, ReadonlyMap<string, AddressReport>>;

/** Of several uplinks with one address the first counts; thousands of names may have changed, each with an uplink of its own. */
function indexSeen(addresses: readonly AddressReport[]): Seen {
  const seen = new Map<Family, Map<string, AddressReport>>();
  for (const each of addresses) {
    if (each.address === null) continue;
    const known = seen.get(each.family) ?? new Map<string, AddressReport>();
    seen.set(each.family, known);
    if (!known.has(each.address)) known.set(each.address, each);
  }
  return seen;
}

/** The address that a hostname follows; one with a suffix has an address of its own, below the only one that is seen. */
function findSeen(seen: Seen, { family, address }: Outcome): AddressReport | null {
  if (address === null) return null;
  const known = seen.get(family) ?? new Map<string, AddressReport>();
  const [only] = known.size === 1 ? known.values() : [];
  return known.get(address) ?? only ?? null;
}

const missing = "Its record was missing.";

function changeNotice(
  group: Group<Outcome>,
  sinceMs: number | null,
  { wallMs }: ChannelNoticeInput["now"],
): ChannelNotice {
  const [{ family, previous, address, cause }] = group;
  const isBack = previous === null && cause === "again";
  const hostnames = group.map(({ hostname }) => hostname);
  const names = hostnames.map(displayHostname);
  const durationMs = sinceMs === null ? null : Math.max(0, wallMs - sinceMs);
  const [first = ""] = names;
  const subject = names.length === 1 ? first : `${names.length} hostnames`;
  return {
    event: "changed",
    title: `${subject} ${describeChange(names.length === 1, family, address)}`,
    text: [
      previous === null ? (isBack ? missing : "It was never published before.") : `Previously: ${previous}.`,
      ...(durationMs === null ? [] : [`Published ${formatDuration(durationMs)} after it was seen.`]),
      ...(names.length === 1 ? [] : names),
    ].join("\n"),
    at: isoTime(wallMs),
    hostnames,
    family,
    old: previous,
    new: address,
    reason: isBack ? missing : null,
    durationMs,
  };
}

function describeChange(isOne: boolean, family: Family, address: string | null): string {
  if (address !== null) return `${isOne ? "points" : "point"} to ${address}`;
  return `no longer ${isOne ? "has" : "have"} an ${familyLabel(family)} address`;
}

function toToldTrouble({ kind, isRemark, what, text, hostname, family, sinceMs }: Trouble): ToldTrouble {
  const hostnames = hostname === undefined ? [] : [hostname];
  return {
    kind,
    ...(isRemark && { isRemark }),
    isTold: false,
    title: what,
    text,
    hostnames,
    family: family ?? null,
    sinceMs,
  };
}

interface Lasting {
  readonly trouble: Trouble;
  readonly known: ToldTrouble;
}

function troubleNotice(group: Group<readonly [string, Lasting]>, now: ChannelNoticeInput["now"]): ChannelNotice {
  const [[, first]] = group;
  const { kind, text, isRemark } = first.trouble;
  const all = group.map(([, { known }]) => known);
  const subject = subjectOf(all);
  const state = kind === "held" ? "on hold" : "in trouble";
  return {
    event: kind,
    title: subject === "" ? "gigahost-ddns has a problem" : isRemark ? subject : `${subject}: ${state}`,
    text: [text, ...listWhat(all)].join("\n"),
    ...common(all, now),
    reason: text,
    durationMs: kind === "held" || isRemark ? null : longest(all, now),
  };
}

function recoveryNotice(group: Group<readonly [string, ToldTrouble]>, now: ChannelNoticeInput["now"]): ChannelNotice {
  const all = group.map(([, known]) => known);
  const subject = subjectOf(all);
  const durationMs = longest(all, now);
  return {
    event: "recovered",
    title: subject === "" ? "gigahost-ddns recovered" : `${subject}: recovered`,
    text: [`After ${formatDuration(durationMs)}. The problem was: ${all[0]?.text ?? ""}`, ...listWhat(all)].join("\n"),
    ...common(all, now),
    reason: all[0]?.text ?? null,
    durationMs,
  };
}

function common(all: readonly ToldTrouble[], { wallMs }: ChannelNoticeInput["now"]) {
  const families = new Set(all.map(({ family }) => family));
  return {
    at: isoTime(wallMs),
    hostnames: [...new Set(all.flatMap(({ hostnames }) => hostnames))],
    family: families.size === 1 ? (all[0]?.family ?? null) : null,
    old: null,
    new: null,
  };
}

function subjectOf(all: readonly ToldTrouble[]): string {
  return all.length === 1 ? (all[0]?.title ?? "") : `${all.length} hostnames`;
}

function listWhat(all: readonly ToldTrouble[]): string[] {
  return all.length === 1 ? [] : all.map(({ title }) => title);
}

function longest(all: readonly ToldTrouble[], { steadyMs }: ChannelNoticeInput["now"]): number {
  return Math.max(0, steadyMs - Math.min(...all.map(({ sinceMs }) => sinceMs)));
}
