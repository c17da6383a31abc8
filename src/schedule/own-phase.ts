/** `schedule: auto`: so often, each installation at a moment of its own, so that not all of them ask at :00 and :30. */
export const autoPeriodMs = 30_000;

/** A timer may fire a little early: what comes within that time is the moment that is just being used. */
const sameMomentMs = 1_000;

/** The next moment of `schedule: auto` after that one, wall ms. The phase comes from the state's salt and stays with it. */
export function nextOwnMoment(fromWallMs: number, salt: string): number {
  const phaseMs = hash(salt) % autoPeriodMs;
  const periods = Math.floor((fromWallMs + sameMomentMs - phaseMs) / autoPeriodMs) + 1;
  return periods * autoPeriodMs + phaseMs;
}

/** FNV-1a: any text gives a number that has nothing to do with that of its neighbour. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum;
}
