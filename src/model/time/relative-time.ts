import { formatDuration } from "./format-duration.ts";
/** A moment as people say it: "12 s ago", "in 3 min"; null stays null. */
export function relativeTime(isoTime: string, wallMs: number): string;
export function relativeTime(isoTime: string | null, wallMs: number): string | null;
export function relativeTime(isoTime: string | null, wallMs: number): string | null {
  if (isoTime === null) return null;
  const seconds = Math.round((Date.parse(isoTime) - wallMs) / 1000);
  // Without the smaller unit, and never in milliseconds: it changes while it is read.
  const length = seconds === 0 ? "0 s" : formatDuration(Math.abs(seconds) * 1000).replace(/^(\d+ \S+) .*/, "$1");
  return seconds > 0 ? `in ${length}` : `${length} ago`;
}
