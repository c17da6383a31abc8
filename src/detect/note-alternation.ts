import type { Alternation, RememberedAddress } from "../model/detection.ts";

const rememberedForMs = 3_600_000;
const maxLeft = 16;

/** Adds to what is remembered after a look how the address changed lately; `nowMs` is steady. */
export function noteAlternation(
  before: RememberedAddress | null,
  now: RememberedAddress,
  nowMs: number,
): RememberedAddress {
  if (before === null) return now;
  const recent = forgetOld(before.alternation, nowMs);
  if (before === now && recent === before.alternation) return now;
  // Written out: what a spread adds to an object lies outside of it, and an object that begins with one has a hidden class of its own.
  const { address, source, seenAt, changedAt, looksSinceOther } = now;
  if (before.address === address) {
    return { address, source, seenAt, changedAt, looksSinceOther, ...(recent && { alternation: recent }) };
  }
  const { left: leftBefore, returns } = recent ?? none;
  const isReturn = leftBefore.some((each) => each.address === address);
  // Not spread, which makes room for sixteen more in each of thousands.
  const left = leftBefore.concat({ address: before.address, leftMs: nowMs }).slice(-maxLeft);
  const alternation = { left, returns: returns + (isReturn ? 1 : 0), sinceMs: nowMs };
  return { address, source, seenAt, changedAt, looksSinceOther, alternation };
}

const none: Pick<Alternation, "left" | "returns"> = { left: [], returns: 0 };

/** Without what was left more than an hour ago; nothing once the address has been the same for so long. */
function forgetOld(alternation: Alternation | undefined, nowMs: number): Alternation | undefined {
  const isRecent = ({ leftMs }: Alternation["left"][number]) => nowMs - leftMs < rememberedForMs;
  // The latest last: those that are forgotten come before the others.
  const first = alternation?.left.findIndex(isRecent) ?? -1;
  if (alternation === undefined || first < 0) return undefined;
  return first === 0 ? alternation : { ...alternation, left: alternation.left.slice(first) };
}
