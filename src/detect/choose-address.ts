import type { Detection, SourceAnswer } from "../model/detection.ts";
import { explainTranslation } from "./explain-translation.ts";

export interface AgreementRules {
  /** How many independent sources must name an address that is new. */
  readonly confirm: number;
  /** The address confirmed before; null if there was none. */
  readonly remembered: string | null;
  readonly behindNat: "publish" | "refuse";
  /** Whether sources are left that could still be asked; absent: all have spoken who will. */
  readonly isOpen?: boolean;
}

export type AddressChoice = Pick<Detection, "verdict" | "address" | "prefix" | "source" | "reason" | "translation">;

/**
 * Which address the answers agree on, if any. Answers are in the order of the configured sources.
 *
 * - the first answer that needs no second voice decides
 * - an address with enough voices, and more than any other, is confirmed; the reason names whoever disagrees
 * - the address confirmed before stays confirmed while nobody contradicts it
 * - everything else is not published: too few voices, or contradicting ones
 * - what the user's own rules keep from being published is `refused`, whoever names it: never absent, never trouble
 */
export function chooseAddress(answers: readonly SourceAnswer[], rules: AgreementRules): AddressChoice {
  const choice = agree(answers, rules);
  const translation = explainTranslation(answers, choice.address);
  if (rules.behindNat === "publish") {
    return choice.address === null || translation === null ? choice : { ...choice, translation };
  }
  const fault = translation ?? explainUncertainty(answers, choice, rules);
  return fault === null ? choice : nothing("refused", `${fault} (behind_nat: refuse)`);
}

/**
 * Only the router and this machine itself know whether the address is theirs; null if one of them has it, or where there
 * is not an address to ask about. A private address of this machine is not absence: there may be a public one before it.
 */
function explainUncertainty(
  answers: readonly SourceAnswer[],
  { address }: AddressChoice,
  rules: AgreementRules,
): string | null {
  if (address === null) {
    const own = answers.find((answer) => answer.operator === "this machine" && answer.kind === "refused");
    if (own === undefined || !isNobodyLeft(answers, rules)) return null;
    return `this machine's own address is ${own.address}, and no router says that it has a public one`;
  }
  const isOwn = answers.some((answer) => isOfThisNetwork(answer) && answer.address === address);
  return isOwn ? null : `neither the router nor this machine has ${address} itself`;
}

function isOfThisNetwork({ kind, operator }: SourceAnswer): boolean {
  return kind === "address" && (operator === "router" || operator === "this machine");
}

/** The number of voices for the address that has the most. */
export function countVoices(answers: readonly SourceAnswer[]): number {
  return rankByVoices(answers)[0]?.operators.size ?? 0;
}

function agree(answers: readonly SourceAnswer[], rules: AgreementRules): AddressChoice {
  const authority = answers.find((answer) => answer.authoritative && answer.kind === "address");
  if (authority !== undefined) return confirmed(authority, authority.reason);
  const [first, second] = rankByVoices(answers);
  if (first === undefined) return chooseBarred(answers, rules) ?? explainSilence(answers, rules);
  const voices = first.operators.size;
  if (voices >= rules.confirm && voices > (second?.operators.size ?? 0)) {
    return confirmed(
      first.answer,
      second === undefined ? null : `outvoted: ${quoteAddresses(answers, first.answer.address)}`,
    );
  }
  if (second !== undefined) return nothing("disagreement", `sources disagree: ${quoteAddresses(answers, null)}`);
  if (first.answer.address === rules.remembered) return confirmed(first.answer, null);
  return nothing("unconfirmed", explainTooFew(answers, voices, rules.confirm));
}

/**
 * Nobody names an address that may be published, and enough name one that the user's own rules bar, or all who can: so that
 * one liar beside silent others settles nothing.
 */
function chooseBarred(answers: readonly SourceAnswer[], rules: AgreementRules): AddressChoice | null {
  const barred = answers.filter((answer) => answer.barred);
  const operators = new Set(barred.map(({ operator }) => operator));
  // One that may be asked next could know better, also where one voice is enough.
  const needed = Math.max(rules.confirm, rules.isOpen ? 2 : 1);
  const isSure = operators.size >= needed || isNobodyLeft(answers, rules);
  return barred.length > 0 && isSure ? nothing("refused", quoteFirst(barred)) : null;
}

/** Whether every source that can tell has named an address, none of which may be published. */
function isNobodyLeft(answers: readonly SourceAnswer[], { isOpen = false }: AgreementRules): boolean {
  return (
    !isOpen && answers.every(({ kind, unable, absent }) => kind === "refused" || unable === true || absent === true)
  );
}

/** One address and who named it; sources of one operator are one voice. */
interface NamedAddress {
  /** The first source that named it. */
  readonly answer: SourceAnswer;
  readonly operators: Set<string>;
}

/** The addresses named, the one with the most voices first. */
function rankByVoices(answers: readonly SourceAnswer[]): readonly NamedAddress[] {
  const candidates = new Map<string | null, NamedAddress>();
  for (const answer of answers) {
    if (answer.kind !== "address") continue;
    const candidate = candidates.get(answer.address) ?? { answer, operators: new Set() };
    candidate.operators.add(answer.operator);
    candidates.set(answer.address, candidate);
  }
  return [...candidates.values()].sort((left, right) => right.operators.size - left.operators.size);
}

/**
 * Nobody named an address: either there is none, or nobody knows. Sources that can't be asked for the family prove
 * nothing; where there are no others, an address that was never seen doesn't exist.
 */
function explainSilence(answers: readonly SourceAnswer[], { remembered }: AgreementRules): AddressChoice {
  if (answers.length === 0) return nothing("unknown", "no source to ask");
  if (answers.every(({ untold }) => untold)) {
    const prefix = answers.find((answer) => answer.prefix !== undefined)?.prefix;
    return { ...nothing("untold", quoteFirst(answers)), ...(prefix !== undefined && { prefix }) };
  }
  const failed = answers.filter((answer) => !saysAbsent(answer) && !answer.unable);
  const sure = answers.some(({ absent }) => absent) || (remembered === null && answers.every(({ unable }) => unable));
  const telling = [...failed, ...answers.filter(saysAbsent), ...answers.filter(({ unable }) => unable)];
  return nothing(failed.length === 0 && sure ? "absent" : "unknown", quoteFirst(telling));
}

/** A reason has to fit into a table row: nine offline sources of `auto` need not each say so. */
function quoteFirst(answers: readonly SourceAnswer[]): string {
  if (answers.length <= 3) return answers.map(quote).join("; ");
  // What can be done about it comes first.
  const isAdvice = ({ reason }: SourceAnswer) => (reason?.includes("`ip ") ? 0 : 1);
  const [first, second] = [...answers].sort((one, other) => isAdvice(one) - isAdvice(other)).map(quote);
  return `${first}; ${second}; ${answers.length - 2} more give no answer (\`gigahost-ddns detect\` shows all)`;
}

/** An interface of this machine without a public address counts like one without any address. */
function saysAbsent(answer: SourceAnswer): boolean {
  const { absent, kind, operator, barred } = answer;
  return absent === true || (kind === "refused" && operator === "this machine" && barred !== true);
}

function explainTooFew(answers: readonly SourceAnswer[], voices: number, confirm: number): string {
  return `confirmed by ${voices} of ${confirm} required sources: ${answers.map(quote).join("; ")}`;
}

/** Who named an address, other than the one given. */
function quoteAddresses(answers: readonly SourceAnswer[], except: string | null): string {
  return answers
    .filter((answer) => answer.kind === "address" && answer.address !== except)
    .map(quote)
    .join("; ");
}

function quote({ source, address, reason }: SourceAnswer): string {
  // Joined: thousands of them are kept, and a template's pieces take three times the memory.
  if (address === null) return [source.replace(/:$/, ""), reason].join(": ");
  return `${source} says ${address}${reason === null ? "" : `, ${reason}`}`;
}

function confirmed(answer: SourceAnswer, reason: string | null): AddressChoice {
  const { address, prefix, source } = answer;
  return { verdict: "confirmed", address, ...(prefix !== undefined && { prefix }), source, reason };
}

function nothing(verdict: Exclude<AddressChoice["verdict"], "confirmed">, reason: string): AddressChoice {
  return { verdict, address: null, source: null, reason };
}
