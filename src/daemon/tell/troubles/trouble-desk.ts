import type { Clock } from "../../../platform/clock.ts";
import type { Log } from "../../../platform/logger.ts";
import { composeNews, type News, type NewsInput } from "../compose-news.ts";
import { logNotice } from "../log-round.ts";
import { noteFaults } from "./note-troubles.ts";
import type { Troubles } from "./trouble.ts";

/** What is wrong now, each reported once: after a round all of it, between two what is wrong besides addresses and hostnames. */
export interface TroubleDesk {
  /** What is wrong besides addresses and hostnames, by who says so; an empty list takes it back. Told at once. */
  setFaults(who: string, faults: readonly string[]): void;
  /** What is worth knowing about the package that this daemon came from; it doesn't affect the health. */
  setPackageNote(note: string | null): void;
  /** What makes the daemon unwell, one plain sentence each. */
  faults(): readonly string[];
  /** What is worth knowing but doesn't affect the health. */
  notes(): readonly string[];
  /** The news of a round, which are known from then on. */
  noteRound(input: Omit<NewsInput, "faults" | "nowMs">): News;
}

export interface TroubleDeskOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** What others find wrong now. */
  readonly otherFaults: () => readonly string[];
  readonly otherNotes: () => readonly string[];
  /** Called when something was reported between two rounds. */
  readonly onTold: () => void;
}

export function createTroubleDesk(options: TroubleDeskOptions): TroubleDesk {
  const { clock, log, otherFaults, otherNotes, onTold } = options;
  const faults = new Map<string, readonly string[]>();
  let packageNote: string | null = null;
  let known: Troubles = new Map();
  const allFaults = () => [...[...faults.values()].flat(), ...otherFaults()];
  const allNotes = () => [...otherNotes(), ...(packageNote === null ? [] : [packageNote])];
  const all = () => ({ faults: [...allFaults(), ...allNotes()], nowMs: clock.steadyMs() });
  const tell = () => {
    const { troubles, notices } = noteFaults(known, all());
    known = troubles;
    for (const notice of notices) logNotice(log, notice);
    onTold();
  };
  return {
    setFaults(who, found) {
      faults.set(who, found);
      tell();
    },
    setPackageNote(note) {
      if (note === packageNote) return;
      packageNote = note;
      tell();
    },
    faults: allFaults,
    notes: allNotes,
    noteRound(input) {
      const composed = composeNews(known, { ...input, ...all() });
      known = composed.known;
      return composed.news;
    },
  };
}
