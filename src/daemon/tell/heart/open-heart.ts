import { randomUUID } from "node:crypto";
import type { Config } from "../../../config/config.ts";
import type { Status } from "../../../model/status.ts";
import { createHeart, type Heart, type Pulse } from "../../../notify/heartbeats/heart.ts";
import { createRequestSender } from "../../../notify/send-request.ts";
import type { Clock } from "../../../platform/clock.ts";
import { chooseNoticeAgent } from "../choose-notice-agent.ts";

export interface HeartDeskOptions {
  readonly clock: Clock;
  /** How things stand, and how long the last round took. */
  readonly status: () => Pick<Status, "health" | "problems">;
  readonly durationMs: () => number | null;
  readonly onProblem: (host: string, problem: string | null) => void;
}

/** The heart of a configuration; it beats for every receiver. */
export function openHeart(config: Config, { clock, status, durationMs, onProblem }: HeartDeskOptions): Heart {
  return createHeart({
    targets: config.heartbeats,
    clock,
    send: createRequestSender(clock, chooseNoticeAgent(config.outgoing)),
    pulse: () => pulseOf(status(), durationMs()),
    makeId: randomUUID,
    onProblem,
  });
}

/** Degraded is alive; what a start has not found out yet is neither. */
export function pulseOf({ health, problems }: Pick<Status, "health" | "problems">, durationMs: number | null): Pulse {
  const reason = problems.length === 0 ? null : problems.join("\n");
  if (health === "starting") return { kind: null, reason, durationMs };
  return { kind: health === "failing" ? "failure" : "success", reason, durationMs };
}
