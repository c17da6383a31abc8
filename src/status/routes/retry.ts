import { normalizeHostname } from "../../model/hostname.ts";
import { type DaemonView, UnknownHostname } from "../daemon-view.ts";
import { errorAnswer, jsonAnswer, type TextAnswer } from "../wire/answer.ts";
import { doRound } from "./do-round.ts";
import type { Route } from "./route.ts";

/** Lifts holds, does a round and answers with its report. Optional body: `{"hostname": "home.example.no"}`. */
export const retry: Route = {
  method: "POST",
  path: "/api/retry",
  access: "token",
  answer: (visit) =>
    doRound(visit, { hostname: "string" }, (view, { hostname }) =>
      lift(view, typeof hostname === "string" ? hostname : null),
    ),
};

async function lift(view: DaemonView, hostname: string | null): Promise<TextAnswer> {
  try {
    return jsonAnswer(200, await view.retry(hostname && (normalizeHostname(hostname) ?? hostname)));
  } catch (error) {
    if (!(error instanceof UnknownHostname)) throw error;
    return errorAnswer(404, `${JSON.stringify(hostname)} is not a configured hostname.`);
  }
}
