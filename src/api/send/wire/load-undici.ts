/// <reference path="./undici-parts.d.ts" />
import type { Agent, buildConnector, Dispatcher, request } from "undici";

/** undici's connections; all of it costs twice the memory. Loaded at the first request. */
export async function loadAgent(): Promise<typeof Agent> {
  return (await import("undici/lib/dispatcher/agent.js")).default;
}

/** What its connections are made by. */
export async function loadConnector(): Promise<typeof buildConnector> {
  return (await import("undici/lib/core/connect.js")).default;
}

/** undici's answers as streams, which only downloads need. */
export async function loadStreamingRequest(): Promise<
  (this: Dispatcher, options: Dispatcher.RequestOptions) => ReturnType<typeof request>
> {
  return (await import("undici/lib/api/api-request.js")).default;
}

// Deep imports are not public API of undici's: its version is pinned, and a test holds that they are there.
