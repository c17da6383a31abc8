import { dayMs, hourMs, minuteMs } from "../../model/time/units.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: minuteMs, h: hourMs, d: dayMs };

/** `90s`, `30m`, `1h`, `1h30m`, `7d` in milliseconds; null for anything else, nothing at all (`0s`) among it. */
export function parseDuration(text: string): number | null {
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d{1,9})(ms|[smhd])/g))
    total += Number(count) * (unitMs[unit ?? ""] ?? 0);
  return total > 0 ? total : null;
}

/** The shortest way to write a duration that `parseDuration` reads. */
export function writeDuration(durationMs: number): string {
  const parts: string[] = [];
  let left = durationMs;
  for (const [unit, ms] of Object.entries(unitMs).reverse()) {
    const count = Math.floor(left / ms);
    if (count > 0) parts.push(`${count}${unit}`);
    left -= count * ms;
  }
  return parts.join("") || "0s";
}
