import { jsonAnswer } from "../wire/answer.ts";
import type { Route } from "./route.ts";

/** `{"health"}`, with `problems` for visitors who may read the status: 503 if failing, otherwise 200. */
export const healthz: Route = {
  method: "GET",
  path: "/healthz",
  access: "healthz",
  answer({ parts, mayRead }) {
    const { health, problems } = parts.status.get().status;
    const code = health === "failing" ? 503 : 200;
    if (!mayRead("status")) return jsonAnswer(code, { health }, parts.identity);
    return jsonAnswer(code, { health, problems: problems.map((problem) => parts.mask(problem)) }, parts.identity);
  },
};
