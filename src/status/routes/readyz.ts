import { jsonAnswer } from "../wire/answer.ts";
import type { Route } from "./route.ts";

/** `{"ready"}`: 200 once a round has ended and, among several replicas, only from the leader; otherwise 503. */
export const readyz: Route = {
  method: "GET",
  path: "/readyz",
  access: "healthz",
  answer({ parts }) {
    const { leadership, lastRoundAt } = parts.status.get().status;
    const ready = leadership === null ? lastRoundAt !== null : leadership.leading;
    return jsonAnswer(ready ? 200 : 503, { ready }, parts.identity);
  },
};
