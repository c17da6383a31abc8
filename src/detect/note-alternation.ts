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
  const { address, ...rest } = now;
  // Beginning with a property: an object that begins with a spread and gets another one has a hidden class of its own, 300 bytes.
  if (before.address === address) return { address, ...rest, ...keepWhile(recent, before.alternation) };
  const isReturn = recent.some((each) => each.address === address);
  const left = [...recent, { address: before.address, leftMs: nowMs }].slice(-maxLeft);
  const counted = (recent.length === 0 ? 0 : returns) + (isReturn ? 1 : 0);
  return { address, ...rest, alternation: { left, returns: counted, sinceMs: nowMs } };
}

/** Forgotten once the address has been the same for an hour. */
function keepWhile(
  left: Alternation["left"],
  alternation: Alternation | undefined,
): Pick<RememberedAddress, "alternation"> {
  return alternation === undefined || left.length === 0 ? {} : { alternation: { ...alternation, left } };
}
