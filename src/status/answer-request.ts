import type { DaemonView } from "./daemon-view.ts";

/** What another process of this machine may ask the daemon through the socket in its state directory. */
export type DaemonRequest =
  | { readonly do: "status" }
  | { readonly do: "update"; readonly force: boolean }
  | { readonly do: "retry"; readonly hostname: string | null };

/** Answers such a request with a Status or a RoundReport; rejects with a plain reason. */
export async function answerRequest(view: DaemonView, request: unknown): Promise<unknown> {
  const asked = (typeof request === "object" ? request : null) as Partial<Record<string, unknown>> | null; // checked below
  if (asked?.do === "status") return view.status();
  if (asked?.do === "update") return view.update({ force: asked.force === true });
  if (asked?.do === "retry") return view.retry(typeof asked.hostname === "string" ? asked.hostname : null);
  throw new Error("this daemon does not know that request; it may be of another version");
}
