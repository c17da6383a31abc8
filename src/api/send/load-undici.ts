/// <reference path="./undici-parts.d.ts" />
import type { Agent, Dispatcher, request } from "undici";

/** The two parts of undici that are needed: all of it costs twice the memory. Loaded at the first request. */
export interface Undici {
  readonly Agent: typeof Agent;
  readonly request: (this: Dispatcher, options: Dispatcher.RequestOptions) => ReturnType<typeof request>;
}

/** Deep imports are no public API of undici's, so its version is pinned and a test holds that they are there. */
export async function loadUndici(): Promise<Undici> {
  const [agent, apiRequest] = await Promise.all([
    import("undici/lib/dispatcher/agent.js"),
    import("undici/lib/api/api-request.js"),
  ]);
  return { Agent: agent.default, request: apiRequest.default };
}
