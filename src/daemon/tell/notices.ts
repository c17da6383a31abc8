import { type Detection, isSettled } from "../../model/detection.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import { displayHostname } from "../../model/hostname.ts";
import { missedAfterMs } from "../../model/loss.ts";
import { isPublished, type Notice, type Outcome } from "../../model/report.ts";
import { recordsTookOver } from "../../model/status.ts";
import { formatDuration } from "../../model/time/format-duration.ts";
import type { Loss } from "../../publish/plan/list-losses.ts";
import type { Look } from "../../status/looks.ts";

/** Something that is wrong, since when (steady ms) and in which words it was last told. */
export interface Trouble {
  readonly kind: "trouble" | "held";
  /** No matter of health, told once for good; its `what` is a sentence's beginning of its own. */
  readonly isRemark?: boolean;
  /** What it is about: `home.example.no (IPv4)`. */
  readonly what: string;
  /** The hostname and family that it is about, where it is about one. */
  readonly hostname?: string;
  readonly family?: Family;
  readonly text: string;
  /** Told again when this changes, and not for another number in the text. */
  readonly cause: string;
  readonly sinceMs: number;
}

/** One found in a round; since now, where it doesn't say. */
type FoundTrouble = Omit<Trouble, "sinceMs"> & { readonly sinceMs?: number };

/** What is wrong, by a key that stays the same as long as it lasts. */
export type Troubles = ReadonlyMap<string, Trouble>;

export interface TroubleInput {
  readonly outcomes: readonly Outcome[];
  readonly detections: readonly Detection[];
  /** After this round. */
  readonly looks: readonly Look[];
  readonly losses: readonly Loss[];
  /** What else is wrong, one plain sentence each. */
  readonly faults: readonly string[];
  /** Why the account is held; null when it isn't. */
  readonly accountHold: string | null;
  /** Whether any address was confirmed since the start. */
  readonly everConfirmed: boolean;
  /** Whether records took over from dyndns in this round. */
  readonly tookOver: boolean;
  /** What a look at the zone found that somebody changed, since the round before. */
  readonly drift: readonly Notice[];
  /** Steady ms. */
  readonly nowMs: number;
}

/** What to tell after a round: each change, each trouble once per cause, each recovery with how long it took. */
export function noteTroubles(known: Troubles, input: TroubleInput): { troubles: Troubles; notices: readonly Notice[] } {
  const found = new Map<string, FoundTrouble>([
    ...accountTroubles(input),
    ...startTroubles(input),
    ...lookTroubles(input),
    ...outvotedTroubles(input),
    ...lossTroubles(input),
    ...nameTroubles(known, input),
    ...faultTroubles(input),
  ]);
  const troubles = new Map(
    [...found].map(([key, trouble]) => [
      key,
      { ...trouble, sinceMs: known.get(key)?.sinceMs ?? trouble.sinceMs ?? input.nowMs },
    ]),
  );
  const fresh = [...troubles].filter(([key, { cause }]) => known.get(key)?.cause !== cause);
  // What is configured no more is neither in trouble nor fine again.
  const watched = new Set([
    ...[accountKey, startKey],
    ...input.outcomes.map(nameKey),
    ...input.detections.flatMap((seen) => [lookKey(seen), ...agreedKeys(seen)]),
    // A record that was deleted is not found again.
    ...input.outcomes.filter(({ address }) => address !== null).map(lossKey),
  ]);
  const over = [...known].filter(([key]) => !troubles.has(key) && (watched.has(key) || key.startsWith("fault ")));
  return {
    troubles,
    notices: [
      ...input.drift,
      ...input.outcomes.flatMap(changeNotice),
      ...(input.tookOver ? [recordsNotice] : []),
      ...tellTogether(fresh, ({ text }) => text),
      ...tellTogether(over, ({ sinceMs }) => `recovered (after ${formatDuration(input.nowMs - sinceMs)})`, "recovered"),
    ],
  };
}

/** What concerns the account is told once, not for each hostname; the log calls it an error. */
export const accountKey = "account";

const recordsNotice: Notice = { key: "records took over", kind: "trouble", text: recordsTookOver };

function nameKey({ hostname, family }: Outcome): string {
  return `name ${hostname} ${family}`;
}

function lookKey({ uplink, family }: Detection): string {
  return `look ${uplink} ${family}`;
}

/** The same between two rounds, when only the faults have changed. */
export function noteFaults(
  known: Troubles,
  input: Pick<TroubleInput, "faults" | "nowMs">,
): { troubles: Troubles; notices: readonly Notice[] } {
  const isFault = ([key]: readonly [string, Trouble]) => key.startsWith("fault ");
  const told = noteTroubles(new Map([...known].filter(isFault)), {
    outcomes: [],
    detections: [],
    looks: [],
    losses: [],
    accountHold: null,
    everConfirmed: true,
    tookOver: false,
    drift: [],
    ...input,
  });
  const others = [...known].filter((entry) => !isFault(entry));
  return { troubles: new Map([...others, ...told.troubles]), notices: told.notices };
}

function changeNotice(outcome: Outcome): Notice[] {
  const { hostname, family, address, previous } = outcome;
  if (!isPublished(outcome) || address === previous) return [];
  const name = displayHostname(hostname);
  const text =
    address === null ? `${name} no longer has an ${familyLabel(family)} address` : `${name} now points to ${address}`;
  return [
    { key: `${hostname} ${family}`, kind: "changed", text: previous === null ? text : `${text} (was ${previous})` },
  ];
}

function* accountTroubles({ accountHold }: TroubleInput): Iterable<[string, FoundTrouble]> {
  if (accountHold === null) return;
  yield [accountKey, { kind: "held", what: "the account", text: accountHold, cause: "held" }];
}

const startKey = "start";

/** That a family is absent is no trouble, and one that got lost is told later; that a start finds no network is, at once. */
function* startTroubles({ everConfirmed, detections, outcomes }: TroubleInput): Iterable<[string, FoundTrouble]> {
  const isOffline = detections.length > 0 && detections.every(({ verdict }) => verdict === "absent");
  if (everConfirmed || !isOffline || outcomes.every(({ previous }) => previous === null)) return;
  const reasons = [...new Set(detections.flatMap(({ reason }) => reason ?? []))].join("; ");
  const text = `no network since the start${reasons ? ` (${reasons})` : ""}: keeping what is published until an address is confirmed`;
  yield [startKey, { kind: "trouble", what: "", text, cause: startKey }];
}

/** A silence or a contradiction of the sources. That there is no such address at all is no trouble. */
function* lookTroubles({ detections }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const seen of detections) {
    const { uplink, family, verdict, reason } = seen;
    if (isSettled(seen)) continue;
    const what = addressName(uplink, family);
    yield [lookKey(seen), { kind: "trouble", what, family, text: reason ?? verdict, cause: verdict }];
  }
}

/** The others agree all the same: that a source errs is told, and that it has come round. */
function* outvotedTroubles({ looks }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const { uplink, family, outvoted } of looks) {
    for (const { source, address } of outvoted) {
      const text = `${source} says ${address}, but is outvoted`;
      const what = addressName(uplink, family);
      yield [outvotedKey(uplink, family, source), { kind: "trouble", what, family, text, cause: address }];
    }
  }
}

function outvotedKey(uplink: string, family: Family, source: string): string {
  return `outvoted ${uplink} ${family} ${source}`;
}

function agreedKeys({ uplink, family, address, answers }: Detection): string[] {
  const agreeing = answers.filter((answer) => address !== null && answer.address === address);
  return agreeing.map(({ source }) => outvotedKey(uplink, family, source));
}

/** A published family that has been gone for a while, and the deletion of its records an hour before it. */
function* lossTroubles({ losses, nowMs }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const loss of losses) {
    const { hostname, family, sinceMs, deletesMs } = loss;
    if (nowMs - sinceMs < missedAfterMs) continue;
    const gone = `no ${familyLabel(family)} address for ${formatDuration(nowMs - sinceMs)}`;
    const text =
      deletesMs === null
        ? `${gone}; keeping what is published`
        : `${gone}; deleting the record in ${formatDuration(Math.max(0, deletesMs - nowMs))} (when_lost: delete)`;
    const what = `${displayHostname(hostname)} (${familyLabel(family)})`;
    yield [
      lossKey(loss),
      { kind: "trouble", what, hostname, family, text, cause: deletesMs === null ? "lost" : "deletion", sinceMs },
    ];
  }
}

function lossKey({ hostname, family }: Pick<Outcome, "hostname" | "family">): string {
  return `loss ${hostname} ${family}`;
}

function* nameTroubles(known: Troubles, { outcomes, accountHold }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const outcome of outcomes) {
    const { hostname, family, action, result, consequence, address, reason } = outcome;
    const key = nameKey(outcome);
    const isTold = (address === null && action !== "update") || (accountHold !== null && reason === accountHold);
    if (isTold) {
      // Nothing can be published now, and the look or the account tells why; what was wrong before is not mended by that.
      const before = known.get(key);
      if (before) yield [key, before];
      continue;
    }
    if (action === "none" || isPublished(outcome)) continue;
    // The next round would call it held, for the same reason.
    const kind = action === "held" || consequence === "hold-hostname" ? "held" : "trouble";
    const what = `${displayHostname(hostname)} (${familyLabel(family)})`;
    const text = reason ?? result ?? action;
    yield [key, { kind, what, hostname, family, text, cause: kind === "held" ? kind : "not published" }];
  }
}

function* faultTroubles({ faults }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const fault of faults) yield [`fault ${fault}`, { kind: "trouble", what: "", text: fault, cause: fault }];
}

/** What thousands of hostnames have in common is told once, with the first few of them. */
function tellTogether(
  troubles: readonly (readonly [string, Trouble])[],
  textOf: (trouble: Trouble) => string,
  kind?: Notice["kind"],
): Notice[] {
  const groups = new Map<string, { notice: Omit<Notice, "text">; names: string[]; text: string }>();
  for (const [key, trouble] of troubles) {
    const text = kind === "recovered" && trouble.what === "" ? `resolved: ${trouble.text}` : textOf(trouble);
    const group = groups.get(`${trouble.kind} ${text}`) ?? {
      notice: { key, kind: kind ?? trouble.kind },
      names: [],
      text,
    };
    if (trouble.what !== "") group.names.push(trouble.what);
    groups.set(`${trouble.kind} ${text}`, group);
  }
  return [...groups.values()].map(({ notice, names, text }) => ({
    ...notice,
    text: [listNames(names), text].filter(Boolean).join(": "),
  }));
}

function listNames(names: readonly string[]): string {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

function addressName(uplink: string, family: Family): string {
  return `the ${familyLabel(family)} address${uplink === "default" ? "" : ` of uplink ${uplink}`}`;
}
