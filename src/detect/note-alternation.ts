import type { Alternation, RememberedAddress } from "../model/detection.ts";

const rememberedForMs = 3_600_000;
const maxLeft = 16;

/** Adds to what is remembered after a look how the address changed lately; `nowMs` is steady. */
export function noteAlternation(
  before: RememberedAddress | null,
  now: RememberedAddress,
  nowMs: number,
): RememberedAddress {
  if (before === null || before === now) return now;
  const recent = (before.alternation?.left ?? []).filter(({ leftMs }) => nowMs - leftMs < rememberedForMs);
  const returns = before.alternation?.returns ?? 0;
  // Written out: what a spread adds to an object lies outside of it, and an object that begins with one has a hidden class of its own.
  const { address, source, seenAt, changedAt, looksSinceOther } = now;
  if (before.address === address) {
    return { address, source, seenAt, changedAt, looksSinceOther, ...keepWhile(recent, before.alternation) };
  }
  const isReturn = recent.some((each) => each.address === address);
  // Not spread, which makes room for sixteen more in each of thousands.
  const left = recent.concat({ address: before.address, leftMs: nowMs }).slice(-maxLeft);
  const counted = (recent.length === 0 ? 0 : returns) + (isReturn ? 1 : 0);
  const alternation = { left, returns: counted, sinceMs: nowMs };
  return { address, source, seenAt, changedAt, looksSinceOther, alternation };
}

/** Forgotten once the address has been the same for an hour. */
function keepWhile(
  left: Alternation["left"],
  alternation: Alternation | undefined,
): Pick<RememberedAddress, "alternation"> {
  return alternation === undefined || left.length === 0 ? {} : { alternation: { ...alternation, left } };
}
