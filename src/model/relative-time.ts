/** A moment as people say it: "12 s ago", "in 3 min"; null stays null. */
export function relativeTime(isoTime: string, wallMs: number): string;
export function relativeTime(isoTime: string | null, wallMs: number): string | null;
export function relativeTime(isoTime: string | null, wallMs: number): string | null {
  if (isoTime === null) return null;
  const seconds = Math.round((Date.parse(isoTime) - wallMs) / 1000);
  const length = inLargestUnit(Math.abs(seconds));
  return seconds > 0 ? `in ${length}` : `${length} ago`;
}

function inLargestUnit(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
