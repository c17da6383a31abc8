import type { Route } from "./route.ts";

/** The daemon's status. */
export const status: Route = {
  method: "GET",
  path: "/api/status",
  access: "status",
  answer({ parts }) {
    return { status: 200, type: "application/json", body: parts.status.get().json, headers: parts.identity };
  },
};
