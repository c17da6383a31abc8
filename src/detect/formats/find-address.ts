import { type Family, familyLabel } from "../../model/family.ts";
import type { RawAnswer } from "../source.ts";
import { type Candidate, chooseCandidate } from "./choose-candidate.ts";
import { readJson, readLines } from "./read-candidates.ts";
import { readPage } from "./read-page.ts";

/** What a web service, a file or a program may write at most. */
export const maxAnswerBytes = 64 * 1024;

/**
 * Finds the address of the family in what somebody wrote: JSON of any shape, `ip=…` lines, plain text, or a page that says
 * little else. A longer page is never searched: it is a log-in page or an error, and the addresses in it are anybody's.
 */
export function findAddress(content: string, family: Family): RawAnswer {
  const whole = content.replace(/^\ufeff/, "").trim();
  if (whole === "") return { kind: "none", reason: "an empty answer" };
  const { text, isPage } = readPage(whole);
  if (text === null) return { kind: "none", reason: "an HTML page instead of an address (a log-in page?)" };
  const candidates = readJson(text) ?? readLines(text);
  if (isPage && countAddresses(candidates) > 1) return { kind: "none", reason: "an HTML page with several addresses" };
  const answer = chooseCandidate(candidates, family);
  if (answer !== null) return answer;
  const other = chooseCandidate(candidates, family === "ipv4" ? "ipv6" : "ipv4")?.address;
  const shown = familyLabel(family);
  return {
    kind: "none",
    reason: other === undefined ? `no address in ${quote(whole)}` : `no ${shown} address, only ${other}`,
  };
}

function countAddresses(candidates: readonly Candidate[]): number {
  return new Set(candidates.map(({ text }) => text)).size;
}

const maxShownLength = 40;

/** The start of a foreign text, safe to print: no control characters, no line breaks. */
export function quote(text: string): string {
  const printable = text.slice(0, maxShownLength + 1).replace(/[\p{C}\s]+/gu, " ");
  return JSON.stringify(printable.length > maxShownLength ? `${printable.slice(0, maxShownLength)}…` : printable);
}
