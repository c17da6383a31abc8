import { jsonAnswer } from "../wire/answer.ts";
import { doRound } from "./do-round.ts";
import type { Route } from "./route.ts";

/** Does a round now and answers with its report. Optional body: `{"force": true}`. */
export const update: Route = {
  method: "POST",
  path: "/api/update",
  access: "token",
  answer: (visit) =>
    doRound(visit, { force: "boolean" }, async (view, { force }) =>
      jsonAnswer(200, await view.update({ force: force === true })),
    ),
};
