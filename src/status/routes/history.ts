import { usualDays } from "../../model/history.ts";
import { errorAnswer, jsonAnswer } from "../wire/answer.ts";
import { readQuery } from "../wire/read-query.ts";
import type { Route } from "./route.ts";

const maxDays = 36_500;

/** What happened recently, the newest last: 90 days, or `?days=N`. */
export const history: Route = {
  method: "GET",
  path: "/api/history",
  access: "status",
  async answer({ request, parts }) {
    const days = readDays(request.url);
    if (days === null) return errorAnswer(400, `"days" must be a whole number from 1 to ${maxDays}.`);
    const { body, ...answer } = jsonAnswer(200, await parts.view.history(days), parts.identity);
    return { ...answer, body: parts.mask(body) };
  },
};

/** Null if it is not a number of days. */
function readDays(url: string | undefined): number | null {
  const asked = readQuery(url).get("days");
  if (asked === null) return usualDays;
  const days = Number(asked);
  return /^\d{1,5}$/.test(asked) && days >= 1 && days <= maxDays ? days : null;
}
