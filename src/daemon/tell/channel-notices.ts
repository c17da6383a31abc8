import { type Family, familyLabel } from "../../model/family.ts";
import { displayHostname } from "../../model/hostname.ts";
import { type AddressReport, isPublished, type Outcome } from "../../model/report.ts";
import { formatDuration } from "../../model/time/format-duration.ts";
import type { ChannelNotice } from "../../notify/message.ts";
import type { Trouble, Troubles } from "./notices.ts";

/** A trouble as it is remembered over restarts: also a round by a timer knows how long it has lasted. */
export interface ToldTrouble {
  /** Whether the channels know of it, so that they are told of its end, too. */
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
  readonly now: { readonly steadyMs: number; readonly wallMs: number };
}

/** Most troubles are over sooner, and nobody wants to be woken for them. A hold waits for the user, and is told at once. */
const troubleAfterMs = 600_000;

/** What the channels are told after a round: changes, what is held, what has lasted, and that it is over. */
export function noteForChannels(
  told: ToldTroubles,
  input: ChannelNoticeInput,
): { told: ToldTroubles; notices: readonly ChannelNotice[] } {
  const { now } = input;
  const lasting = new Map(
    [...input.troubles].map(([key, trouble]) => [key, { trouble, known: told.get(key) ?? toToldTrouble(trouble) }]),
  );
  const fresh = [...lasting].filter(([, { trouble, known }]) => {
    return !known.isTold && (trouble.kind === "held" || now.steadyMs - known.sinceMs >= troubleAfterMs);
  });
  const over = [...told.entries()].flatMap(([key, known]) => (known.isTold && !lasting.has(key) ? [known] : []));
  const tellNow = new Set(fresh.map(([key]) => key));
  return {
    told: new Map(
      [...lasting].map(([key, { known }]) => [key, { ...known, isTold: known.isTold || tellNow.has(key) }]),
    ),
    notices: [
      ...changeNotices(input),
      ...groupBy(fresh, ([, { trouble }]) => `${trouble.kind} ${trouble.text}`).map((group) =>
        troubleNotice(group, now),
      ),
      ...groupBy(over, ({ text }) => text).map((group) => recoveryNotice(group, now)),
    ],
  };
}

function changeNotices({ outcomes, addresses, now }: ChannelNoticeInput): ChannelNotice[] {
  const changed = outcomes.filter((outcome) => isPublished(outcome) && outcome.address !== outcome.previous);
  // Many names that follow one address are one change.
  return groupBy(changed, ({ family, previous, address }) => `${family} ${previous} ${address}`).map((group) => {
    const [{ family, previous, address }] = group;
    const hostnames = group.map(({ hostname }) => hostname);
    const names = hostnames.map(displayHostname);
    const changedAt = addresses.find((each) => each.address === address && each.address !== null)?.changedAt;
    const durationMs = changedAt ? Math.max(0, now.wallMs - Date.parse(changedAt)) : null;
    const what = describeChange(names.length === 1, family, address);
    const [first = ""] = names;
    const subject = names.length === 1 ? first : `${names.length} hostnames`;
    return {
      event: "changed",
      title: `${subject} ${what}`,
      text: [
        previous === null ? "It was never published before." : `Until now: ${previous}.`,
        ...(durationMs === null || address === null
          ? []
          : [`Published ${formatDuration(durationMs)} after it was seen.`]),
        ...(names.length === 1 ? [] : names),
      ].join("\n"),
      at: new Date(now.wallMs).toISOString(),
      hostnames,
      family,
      old: previous,
      new: address,
      reason: null,
      durationMs: address === null ? null : durationMs,
    };
  });
}

function describeChange(isOne: boolean, family: Family, address: string | null): string {
  if (address !== null) return `${isOne ? "points" : "point"} to ${address}`;
  return `no longer ${isOne ? "has" : "have"} an ${familyLabel(family)} address`;
}

function toToldTrouble({ what, text, hostname, family, sinceMs }: Trouble): ToldTrouble {
  const hostnames = hostname === undefined ? [] : [hostname];
  return { isTold: false, title: what, text, hostnames, family: family ?? null, sinceMs };
}

type Group<T> = readonly [T, ...T[]];

interface Lasting {
  readonly trouble: Trouble;
  readonly known: ToldTrouble;
}

function troubleNotice(group: Group<readonly [string, Lasting]>, now: ChannelNoticeInput["now"]): ChannelNotice {
  const [[, first]] = group;
  const { kind, text } = first.trouble;
  const all = group.map(([, { known }]) => known);
  const subject = subjectOf(all);
  const state = kind === "held" ? "on hold" : "in trouble";
  return {
    event: kind,
    title: subject === "" ? "gigahost-ddns has a problem" : `${subject}: ${state}`,
    text: [text, ...listWhat(all)].join("\n"),
    ...common(all, now),
    reason: text,
    durationMs: kind === "held" ? null : longest(all, now),
  };
}

function recoveryNotice(all: Group<ToldTrouble>, now: ChannelNoticeInput["now"]): ChannelNotice {
  const subject = subjectOf(all);
  const durationMs = longest(all, now);
  return {
    event: "recovered",
    title: subject === "" ? "gigahost-ddns recovered" : `${subject}: recovered`,
    text: [`After ${formatDuration(durationMs)}. It was: ${all[0]?.text ?? ""}`, ...listWhat(all)].join("\n"),
    ...common(all, now),
    reason: null,
    durationMs,
  };
}

function common(all: readonly ToldTrouble[], { wallMs }: ChannelNoticeInput["now"]) {
  const families = new Set(all.map(({ family }) => family));
  return {
    at: new Date(wallMs).toISOString(),
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

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}
