import { errorAnswer, jsonAnswer } from "../wire/answer.ts";
import { maxReaders } from "../wire/event-streams.ts";
import { readQuery } from "../wire/read-query.ts";
import type { Route } from "./route.ts";

/** Server-sent events; `EventStreams` describes them. */
export const events: Route = {
  method: "GET",
  path: "/api/events",
  access: "events",
  answer({ request, response, parts }) {
    if (request.method === "HEAD") return jsonAnswer(200, {}, { "Content-Type": "text/event-stream" });
    if (parts.streams.open(response, readQuery(request.url).has("brief"))) return null;
    const words = `There are ${maxReaders} readers already; close one, or ask GET /api/status instead.`;
    return errorAnswer(503, words, { "Retry-After": 30 });
  },
};
