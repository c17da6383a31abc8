import type { HistoryRecord } from "../../../history/record.ts";
import { families } from "../../../model/family.ts";
import type { ToldTrouble, ToldTroubles } from "../channel-notices.ts";
import type { Troubles } from "./trouble.ts";

interface Present {
  readonly troubles: Troubles;
  readonly now: { readonly steadyMs: number; readonly wallMs: number };
  /** What is in the file went through it. */
  readonly mask: (text: string) => string;
}

/** The troubles that the history has the beginning of and not the end, when a process starts. */
export async function recallTroubles({
  stateDir,
  ...present
}: Present & { readonly stateDir: string }): Promise<ToldTroubles> {
  const { readRecords } = await import("../../../history/history-file.ts");
  // What can't be read is reported when something is to be written.
  const records = await readRecords(stateDir).catch(() => []);
  return findOpenTroubles(records, present);
}

/** A line that stands for more hostnames than it names is the beginning of every trouble with the same words. */
function findOpenTroubles(records: readonly HistoryRecord[], { troubles, now, mask }: Present): ToldTroubles {
  const open = new Map<string, ToldTrouble>();
  const shared = new Map<string, ToldTrouble>();
  for (const record of records) {
    if (record.event === "changed") continue;
    const told = toTold(record, now);
    if (record.more > 0 && told !== null) shared.set(`${told.kind} ${told.text}`, told);
    if (told === null) for (const kind of ["trouble", "held"]) shared.delete(`${kind} ${record.reason}`);
    for (const key of record.keys) {
      if (told === null) open.delete(key);
      else open.set(key, { ...told, ...namedIn(key, record) });
    }
  }
  for (const [key, { kind, text }] of troubles) {
    const known = shared.get(`${kind} ${mask(text)}`);
    if (known && !open.has(key)) open.set(key, known);
  }
  return open;
}

/** Null for the end of one. */
function toTold(
  record: HistoryRecord,
  now: { readonly steadyMs: number; readonly wallMs: number },
): ToldTrouble | null {
  const { event, at, durationMs, family, reason } = record;
  if (event !== "trouble" && event !== "held") return null;
  const sinceMs = now.steadyMs - (now.wallMs - (Date.parse(at) - (durationMs ?? 0)));
  return { kind: event, isTold: true, title: "", text: reason ?? "", hostnames: [], family, sinceMs };
}

/** A line is about several; each of its keys names its own. */
function namedIn(key: string, { hostnames, family }: HistoryRecord): Pick<ToldTrouble, "hostnames" | "family"> {
  const words = key.split(" ");
  return {
    hostnames: hostnames.filter((hostname) => words.includes(hostname)),
    family: families.find((each) => words.includes(each)) ?? family,
  };
}
