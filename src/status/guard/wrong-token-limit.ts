import { isIPv6 } from "node:net";

/** Slows down the guessing of tokens: each address has a few wrong ones, and earns them back with time. */
export interface WrongTokenLimit {
  /** How long an address has to wait before it may try again, ms; 0: at once. */
  waitMs(address: string, steadyMs: number): number;
  noteWrong(address: string, steadyMs: number): void;
}

/** At most `burst` wrong tokens at once, one more every `refillMs`. */
export function createWrongTokenLimit(burst: number, refillMs: number): WrongTokenLimit {
  // Per address, the moment at which all its wrong tokens are forgotten.
  const forgottenAtMs = new Map<string, number>();
  return {
    waitMs(address, steadyMs) {
      const owedMs = (forgottenAtMs.get(networkOf(address)) ?? 0) - steadyMs;
      return Math.max(0, owedMs - (burst - 1) * refillMs);
    },
    noteWrong(address, steadyMs) {
      const key = networkOf(address);
      const untilMs = Math.max(forgottenAtMs.get(key) ?? 0, steadyMs) + refillMs;
      forgottenAtMs.delete(key);
      forgottenAtMs.set(key, untilMs);
      forgetOld(forgottenAtMs, steadyMs);
    },
  };
}

const mostAddresses = 1000;

function forgetOld(forgottenAtMs: Map<string, number>, steadyMs: number): void {
  if (forgottenAtMs.size <= mostAddresses) return;
  for (const [key, untilMs] of forgottenAtMs) if (untilMs <= steadyMs) forgottenAtMs.delete(key);
  const oldest = forgottenAtMs.keys().next();
  if (forgottenAtMs.size > mostAddresses && !oldest.done) forgottenAtMs.delete(oldest.value);
}

/** One IPv6 visitor owns a whole /64: it is counted as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  return address.split("::")[0]?.split(":").slice(0, 4).join(":") ?? address;
}
