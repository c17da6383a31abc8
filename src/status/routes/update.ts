import { errorAnswer, jsonAnswer } from "../wire/answer.ts";
import { readFields } from "../wire/request-body.ts";
import { doRound } from "./do-round.ts";
import type { Route } from "./route.ts";

/** Does a round now and answers with its report. Body, optional: `{"force": true}`. */
export const update: Route = {
  method: "POST",
  path: "/api/update",
  access: "token",
  async answer(visit) {
    const fields = await readFields(visit.request, { force: "boolean" });
    if (!fields.ok) return errorAnswer(fields.status, fields.reason);
    return doRound(visit, async (view) => jsonAnswer(200, await view.update({ force: fields.values.force === true })));
  },
};
