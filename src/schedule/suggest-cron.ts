const secondsIn: Readonly<Record<string, number>> = {
  ...{ "": 1, s: 1, sec: 1, second: 1, m: 60, min: 60, minute: 60, h: 3600, hr: 3600, hour: 3600 },
  ...{ d: 86_400, day: 86_400 },
};

/**
 * The cron expression that was probably meant by a duration, as other programs take it (`5m`, `300`, `@every 30s`,
 * `5 minutes`): that often, or the nearest that a cron expression can say. Null for what is not a duration.
 */
export function suggestCron(text: string): string | null {
  const [, amount, unit = ""] = /^(?:@every )?(\d{1,6}) ?([a-z]{0,7})$/.exec(text.toLowerCase()) ?? [];
  const word = unit.length > 1 ? unit.replace(/s$/, "") : unit;
  const each = Object.hasOwn(secondsIn, word) ? secondsIn[word] : undefined;
  if (amount === undefined || each === undefined) return null;
  const seconds = Number(amount) * each;
  if (seconds < 60) return `${every(seconds, 60)} * * * * *`;
  if (seconds < 3600) return `${every(seconds / 60, 60)} * * * *`;
  return seconds < 86_400 ? `0 ${every(seconds / 3600, 24)} * * *` : "0 0 * * *";
}

/** The step nearest to that one that divides the whole: any other makes an uneven pause at the end. */
function every(step: number, whole: number): string {
  const divisors = Array.from({ length: whole / 2 }, (_, index) => index + 1).filter((each) => whole % each === 0);
  const best = divisors.reduce((so, each) => (Math.abs(each - step) < Math.abs(so - step) ? each : so), 1);
  return best === 1 ? "*" : `*/${best}`;
}
