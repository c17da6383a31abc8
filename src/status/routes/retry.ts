import { normalizeHostname } from "../../model/hostname.ts";
import { UnknownHostname } from "../daemon-view.ts";
import { errorAnswer, jsonAnswer } from "../wire/answer.ts";
import { readFields } from "../wire/request-body.ts";
import { doRound } from "./do-round.ts";
import type { Route } from "./route.ts";

/** Lifts holds, does a round and answers with its report. Body, optional: `{"hostname": "home.example.no"}`; without: all. */
export const retry: Route = {
  method: "POST",
  path: "/api/retry",
  access: "token",
  async answer(visit) {
    const fields = await readFields(visit.request, { hostname: "string" });
    if (!fields.ok) return errorAnswer(fields.status, fields.reason);
    const { hostname } = fields.values;
    return doRound(visit, async (view) => {
      try {
        return jsonAnswer(
          200,
          await view.retry(typeof hostname === "string" ? (normalizeHostname(hostname) ?? hostname) : null),
        );
      } catch (error) {
        if (!(error instanceof UnknownHostname)) throw error;
        return errorAnswer(404, `${JSON.stringify(hostname)} is not a configured hostname.`);
      }
    });
  },
};
