import type { HistoryEvent } from "../model/history.ts";
import type { RoundReport } from "../model/report.ts";
import type { Status } from "../model/status.ts";

/** What the HTTP server may read from the daemon and ask of it. */
export interface DaemonView {
  status(): Status;
  /** What happened in the last `days` days, the newest last. */
  history(days: number): Promise<readonly HistoryEvent[]>;
  /** Does a round now, or after the one under way, and resolves with its report. */
  update(options: { readonly force: boolean }): Promise<RoundReport>;
  /** Lifts holds, of one hostname or all, then does a round. Rejects with UnknownHostname for a name that isn't configured. */
  retry(hostname: string | null): Promise<RoundReport>;
  /** Calls the listener after every round until the returned function is called. */
  onRound(listener: (report: RoundReport) => void): () => void;
}

export class UnknownHostname extends Error {
  override readonly name = "UnknownHostname";
}
