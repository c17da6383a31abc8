import type { Notice } from "../../model/report.ts";
import type { State } from "../../model/state.ts";
import { listLosses } from "../../publish/plan/list-losses.ts";
import type { LookStatus } from "../../status/looks.ts";
import type { Round } from "../round.ts";
import { listRemarks, type Remarks } from "./list-remarks.ts";
import { noteTroubles } from "./troubles/note-troubles.ts";
import type { Troubles } from "./troubles/trouble.ts";

/** What there is to report after a round; the log, the history and the channels are all fed from it. */
export interface News {
  readonly round: Round;
  /** What is wrong now. */
  readonly troubles: Troubles;
  readonly remarks: Remarks;
  /** What has become different with this round. */
  readonly notices: readonly Notice[];
}

/** A listener: never waits, and remembers by itself what it has already told. */
export interface NewsListener {
  tell(news: News): void;
}

export interface NewsInput {
  readonly round: Round;
  /** After this round. */
  readonly looks: readonly LookStatus[];
  /** After this round. */
  readonly state: State;
  /** What else is wrong, one plain sentence each. */
  readonly faults: readonly string[];
  /** What a look at the zone found that somebody changed, since the round before. */
  readonly drift: readonly Notice[];
  /** Whether the process ends: what that cut off is nobody's trouble, other than what was there before. */
  readonly isEnding: boolean;
  /** Steady ms. */
  readonly nowMs: number;
}

/** The news of a round, and what is known to be wrong from then on. */
export function composeNews(known: Troubles, input: NewsInput): { readonly news: News; readonly known: Troubles } {
  const { round, looks, state, faults, drift, isEnding, nowMs } = input;
  const { report, detections, tookOver, accountHold } = round;
  const { troubles, notices } = noteTroubles(known, {
    ...{ outcomes: report.outcomes, detections, looks, tookOver, faults, drift, nowMs },
    losses: listLosses(state, report.outcomes),
    accountHold: accountHold?.reason ?? null,
    everConfirmed: looks.some(({ confirmedMs }) => confirmedMs !== null),
  });
  const remarks = listRemarks({ round, looks, dyndnsRefused: state.account.dyndnsRefused, nowMs });
  const sure = notices.filter((notice) => notice.kind === "changed" || drift.includes(notice));
  return {
    news: { round, remarks, troubles: isEnding ? known : troubles, notices: isEnding ? sure : notices },
    known: troubles,
  };
}
