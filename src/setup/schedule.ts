/** An interval as a cron expression, the nearest that cron can say; null for what is not an interval. */
export function describeEvery(seconds: number): string | null {
  if (!Number.isFinite(seconds) || seconds < 1) return null;
  if (seconds < 60) return `*/${nearestDivisor(Math.round(seconds), 60)} * * * * *`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "* * * * *" : `*/${nearestDivisor(minutes, 60)} * * * *`;
  const hours = Math.round(minutes / 60);
  return hours >= 24 ? "0 0 * * *" : hours === 1 ? "0 * * * *" : `0 */${nearestDivisor(hours, 24)} * * *`;
}

/** Cron begins again with each minute, hour and day: only what divides them is an even step. */
function nearestDivisor(wanted: number, whole: number): number {
  const divisors = Array.from({ length: whole }, (_, index) => index + 1).filter(
    (each) => whole % each === 0 && each < whole,
  );
  return divisors.reduce((best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best), 1);
}
