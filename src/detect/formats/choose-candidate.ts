import { parseAddress } from "../../model/address.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import type { RawAnswer } from "../source.ts";

/** A text that may be an address, and how clearly its context says that it is the client's own. */
export interface Candidate {
  readonly text: string;
  readonly rank: Rank;
}

/** -1: somebody else's (`dns`, `gateway`) · 0: it doesn't say · 1: `ip`, `address` · 2: `your ip`, `client`, a line `ip=`. */
export type Rank = -1 | 0 | 1 | 2;

/**
 * The one public address of the family; of several, the one named as the client's, otherwise none: which one is ours would
 * be a guess. Somebody else's is not ours where another one, of whatever family, is named as the client's. Where none is
 * public, the first of those named best. Null if there is no address of the family.
 */
export function chooseCandidate(candidates: readonly Candidate[], family: Family): RawAnswer | null {
  const someoneIsNamed = candidates.some(({ text, rank }) => rank > 0 && parseAddress(text) !== null);
  const ofFamily = candidates.flatMap(({ text, rank }) => {
    const address = parseAddress(text);
    if (address?.family !== family || (rank < 0 && someoneIsNamed)) return [];
    return [{ address: address.text, rank }];
  });
  const publicOnes = ofFamily.filter(({ address }) => whyNotPublic(address) === null);
  if (publicOnes.length === 0) {
    const [best] = [...ofFamily].sort((left, right) => right.rank - left.rank);
    return best === undefined ? null : { kind: "address", address: best.address };
  }
  const all = distinct(publicOnes);
  const bestRank = Math.max(...new Set(publicOnes.map(({ rank }) => rank)));
  const named = distinct(publicOnes.filter(({ rank }) => rank === bestRank));
  const [address = ""] = named;
  if (all.length === 1 || (named.length === 1 && bestRank > 0)) return { kind: "address", address };
  const shown = `${all.slice(0, 3).join(", ")}${all.length > 3 ? " …" : ""}`;
  const which = familyLabel(family);
  return {
    kind: "none",
    reason: `several public ${which} addresses (${shown}), and nothing says which one is the client's`,
  };
}

function distinct(found: readonly { readonly address: string }[]): readonly string[] {
  return [...new Set(found.map(({ address }) => address))];
}
