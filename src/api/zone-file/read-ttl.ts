/** RFC 2181, section 8. */
export const maxTtlSeconds = 2_147_483_647;

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds, or BIND's units (`5m`, `1h30m`); null for anything else. */
export function readTtl(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^(?:\d{1,15}[smhdw]){1,5}$/i.test(text)) return null;
  return [...text.toLowerCase().matchAll(/(\d{1,15})([smhdw])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (secondsIn[unit ?? ""] ?? 0),
    0,
  );
}
