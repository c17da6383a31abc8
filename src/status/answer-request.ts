import { usualDays } from "../model/history.ts";
import type { Status } from "../model/status.ts";
import type { DaemonView } from "./daemon-view.ts";

/** What another process on this machine may ask the daemon through the socket in its state directory. */
export type DaemonRequest =
  /** `brief`: its health only. */
  | { readonly do: "status"; readonly brief?: boolean }
  | { readonly do: "history"; readonly days: number }
  /** `wait: false`: the answer says that the round will be done, not how it ended. */
  | { readonly do: "update"; readonly force: boolean; readonly wait?: boolean }
  | { readonly do: "retry"; readonly hostname: string | null };

/** Answers such a request with a Status, a RoundReport or a list of HistoryEvents; rejects with a plain reason. */
export async function answerRequest(view: DaemonView, request: unknown): Promise<unknown> {
  const asked = (typeof request === "object" ? request : null) as Partial<Record<string, unknown>> | null; // checked below
  if (asked?.do === "status") return asked.brief === true ? healthOf(view.status()) : view.status();
  if (asked?.do === "history") return view.history(typeof asked.days === "number" ? asked.days : usualDays);
  if (asked?.do === "update") return update(view, asked.force === true, asked.wait !== false);
  if (asked?.do === "retry") return view.retry(typeof asked.hostname === "string" ? asked.hostname : null);
  throw new Error("this daemon doesn't support that request; it may be another version");
}

function healthOf({ health, problems }: Status): Pick<Status, "health" | "problems"> {
  return { health, problems };
}

async function update(view: DaemonView, force: boolean, wait: boolean): Promise<unknown> {
  const report = view.update({ force });
  if (wait) return report;
  // Nobody waits for it; its result is in the log.
  report.catch(() => undefined);
  return { accepted: true };
}
