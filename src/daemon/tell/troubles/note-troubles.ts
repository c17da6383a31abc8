import { familyLabel } from "../../../model/family.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { isPublished, type Notice, type Outcome } from "../../../model/report.ts";
import { recordsTookOver } from "../../../model/status.ts";
import { formatDuration } from "../../../model/time/format-duration.ts";
import { findTroubles, isFaultKey, listWatched } from "./find-troubles.ts";
import type { Trouble, TroubleInput, Troubles } from "./trouble.ts";

/** What to report after a round: each change, each trouble once per cause, each recovery with how long it took. */
export function noteTroubles(known: Troubles, input: TroubleInput): { troubles: Troubles; notices: readonly Notice[] } {
  const troubles = new Map(
    [...findTroubles(known, input)].map(([key, trouble]) => [
      key,
      { ...trouble, sinceMs: known.get(key)?.sinceMs ?? trouble.sinceMs ?? input.nowMs },
    ]),
  );
  const fresh = [...troubles].filter(([key, { cause }]) => known.get(key)?.cause !== cause);
  const watched = known.size === 0 ? new Set<string>() : listWatched(input);
  const over = [...known].filter(([key]) => !troubles.has(key) && (watched.has(key) || isFaultKey(key)));
  return {
    troubles,
    notices: [
      ...input.drift,
      ...input.outcomes.filter(isChange).map(changeNotice),
      ...(input.tookOver ? [recordsNotice] : []),
      ...tellTogether(fresh, ({ text }) => text),
      ...tellTogether(over, ({ sinceMs }) => `recovered (after ${formatDuration(input.nowMs - sinceMs)})`, "recovered"),
    ],
  };
}

const recordsNotice: Notice = { key: "records took over", kind: "trouble", text: recordsTookOver };

/** The same between two rounds, when only the faults have changed. */
export function noteFaults(
  known: Troubles,
  input: Pick<TroubleInput, "faults" | "nowMs">,
): { troubles: Troubles; notices: readonly Notice[] } {
  const isFault = ([key]: readonly [string, Trouble]) => isFaultKey(key);
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

function isChange(outcome: Outcome): boolean {
  return isPublished(outcome) && outcome.address !== outcome.previous;
}

function changeNotice({ hostname, family, address, previous }: Outcome): Notice {
  const name = displayHostname(hostname);
  const text =
    address === null ? `${name} no longer has an ${familyLabel(family)} address` : `${name} now points to ${address}`;
  return {
    key: `${hostname} ${family}`,
    kind: "changed",
    text: previous === null ? text : `${text} (was ${previous})`,
  };
}

/** What thousands of hostnames have in common is reported once, with the first few of them. */
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
