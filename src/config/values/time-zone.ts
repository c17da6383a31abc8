import { looksSecret } from "../../model/secrets/looks-secret.ts";
import { maskText } from "../../model/secrets/mask-secrets.ts";

/**
 * What is wrong with `TZ`, in plain words; null if nothing is. Node takes UTC for a zone that it doesn't know, and says
 * nothing. Intl, which knows, stays resident with 9 MB: it is asked only where the clock shows UTC and no name says so.
 */
export function explainTimeZone(zone: string | undefined): string | null {
  const name = zone?.replace(/^:/, "");
  if (!name || /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)([+-]?0)?$/i.test(name) || !showsUtc()) return null;
  if (isKnown(name)) return null;
  return `the time zone TZ=${looksSecret(name) ? maskText : name} is unknown here, so all times are UTC, including the schedule's; expected a name such as Europe/Oslo`;
}

function showsUtc(): boolean {
  return [0, 6].every((month) => new Date(2026, month, 1).getTimezoneOffset() === 0);
}

function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
