import { withLimit } from "../../platform/with-limit.ts";
import type { GatewayParts } from "../http/route.ts";

/** lego and cert-manager give up after 30 s, and their users then hear nothing of the reason. */
const maxAnswerMs = 25_000;
const graceMs = 200;

/** Does what a client asks for as long as it listens; rejects with `TimeIsUp` after that. */
export function whileListening<Result>(
  { clock, signal }: Pick<GatewayParts, "clock" | "signal">,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withLimit(clock, maxAnswerMs, signal, run, graceMs);
}
