import { isIpv6 } from "../../model/addresses/ip-version.ts";

/**
 * Slows down guessing of secrets: each address has a few wrong ones, and earns them back with time. Only for
 * wrong ones, after the comparison, so that nobody's guesses lock out the right secret.
 */
export interface WrongSecretLimit {
  /** Notes a wrong one; returns how long this address must wait, ms; 0: it may try again at once. */
  noteWrong(address: string, steadyMs: number): number;
}

/** At most `maxBurst` wrong secrets at once, one more every `refillMs`. */
export function createWrongSecretLimit(maxBurst: number, refillMs: number): WrongSecretLimit {
  // Per address, the moment at which all its wrong secrets are forgotten.
  const forgottenAtMs = new Map<string, number>();
  return {
    noteWrong(address, steadyMs) {
      const key = networkOf(address);
      const owedMs = Math.max(forgottenAtMs.get(key) ?? 0, steadyMs) - steadyMs;
      const waitMs = owedMs - (maxBurst - 1) * refillMs;
      // Wrong ones that come too soon are told so, and cost nothing more: otherwise there would be no end to it.
      if (waitMs > 0) return waitMs;
      const untilMs = steadyMs + owedMs + refillMs;
      forgottenAtMs.delete(key);
      forgottenAtMs.set(key, untilMs);
      forgetOld(forgottenAtMs, steadyMs);
      return 0;
    },
  };
}

const maxAddresses = 1000;

function forgetOld(forgottenAtMs: Map<string, number>, steadyMs: number): void {
  if (forgottenAtMs.size <= maxAddresses) return;
  for (const [key, untilMs] of forgottenAtMs) if (untilMs <= steadyMs) forgottenAtMs.delete(key);
  const oldest = forgottenAtMs.keys().next();
  if (forgottenAtMs.size > maxAddresses && !oldest.done) forgottenAtMs.delete(oldest.value);
}

/** One IPv6 visitor owns a whole /64: it is counted as one. */
function networkOf(address: string): string {
  if (!isIpv6(address) || address.startsWith("::ffff:")) return address;
  return address.split("::")[0]?.split(":").slice(0, 4).join(":") ?? address;
}
