import type { IncomingMessage, ServerResponse } from "node:http";
import { mayRead, refuseForeign, refuseStranger } from "../guard/admit.ts";
import { readTarget } from "../guard/request-target.ts";
import { errorAnswer, type HttpAnswer, sendAnswer } from "../wire/answer.ts";
import { allRoutes } from "./all-routes.ts";
import type { Route, ServerParts } from "./route.ts";

/** Answers one request: finds its route, and checks that it is allowed. */
export async function answerVisit(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): Promise<void> {
  const answer = await decide(request, response, parts);
  if (answer !== null) sendAnswer(request, response, answer);
}

async function decide(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): Promise<HttpAnswer | null> {
  const target = readTarget(request);
  const foreign = refuseForeign(target, request.headers, parts.settings);
  if (foreign) return foreign;
  const here = allRoutes.filter((route) => route.path === target.path);
  if (here.length === 0) return errorAnswer(404, "Not found.");
  const route = here.find(({ method }) => method === (request.method === "HEAD" ? "GET" : request.method));
  if (!route) return errorAnswer(405, `${request.method} is not allowed here.`, { Allow: allowed(here) });
  return (
    refuseStranger(request, route, parts) ??
    route.answer({ request, response, parts, mayRead: (part) => mayRead(request, part, parts) })
  );
}

function allowed(routes: readonly Route[]): string {
  return routes.map(({ method }) => (method === "GET" ? "GET, HEAD" : method)).join(", ");
}
