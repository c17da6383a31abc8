import { isIpv4, isIpv6 } from "../../model/addresses/ip-version.ts";
import { readText, unescapeText, unprintable } from "./character-strings.ts";
import { readDomainName } from "./domain-name.ts";
import { acceptedTypes, hostWordsOf, isHostType, uncertainTypes } from "./record-types.ts";
import { splitWords, unquote } from "./split-words.ts";

/** Why a value (as in a zone file, hosts in full) can't be written as a record of a type; null if it can. */
export function findContentProblem(type: string, written: string): string | null {
  const value = written.trim();
  const words = splitWords(value);
  if (words.length === 0) return `the ${type} record has no value`;
  if (type === "TXT") return findTextProblem(value);
  const control = findControlProblem(value);
  if (control !== null) return control;
  if (isHostType(type) && words.length > 1)
    return `"${written}" is not a valid ${type} value: it must be one host name, but this has ${words.length} words`;
  if (type === "A" && !isIpv4(value)) return `"${written}" is not an IPv4 address, which an A record needs`;
  if (type === "AAAA" && (!isIpv6(value) || value.includes("%")))
    return `"${written}" is not an IPv6 address, which an AAAA record needs`;
  const problem = (checks[type] ?? nothingKnown)(words);
  if (problem !== null) return `"${written}" is not a valid ${type} value: ${problem}`;
  const [badHost] = hostWordsOf(type).flatMap((index) => findHostProblem(type, words[index] ?? "") ?? []);
  return badHost === undefined ? null : `"${written}" is not a valid ${type} value: ${badHost}`;
}

/** Types that the API was seen to refuse, and what it takes instead; null if it takes the type, or may. */
export function findTypeProblem(type: string, { isToBeAsked = false } = {}): string | null {
  if (acceptedTypes.includes(type) || (isToBeAsked && uncertainTypes.includes(type))) return null;
  return `Gigahost's API accepts no ${type} records, only ${acceptedTypes.join(", ")}`;
}

type ContentCheck = (words: readonly string[]) => string | null;

const nothingKnown: ContentCheck = () => null;

const checks: Readonly<Record<string, ContentCheck>> = {
  MX: (words) =>
    words.length === 2 && isNumber(words[0], 65_535)
      ? words[1] === "."
        ? "the API refuses a null MX"
        : null
      : 'it takes a priority and a host, as "10 mail.example.no."',
  SRV: (words) =>
    words.length === 4 && words.slice(0, 3).every((word) => isNumber(word, 65_535))
      ? words[3] === "."
        ? "the API refuses an SRV record without a target"
        : null
      : 'it takes priority, weight, port and host, as "10 5 5060 sip.example.no."',
  CAA: findCaaProblem,
  NAPTR: (words) =>
    words.length === 6 && words.slice(0, 2).every((word) => isNumber(word, 65_535))
      ? null
      : 'it takes order, preference, flags, service, expression and host, as "100 10 "u" "E2U+sip" "!^.*$!sip:x@example.no!" ."',
  TLSA: (words) =>
    words.length > 3 && words.slice(0, 3).every((word) => isNumber(word, 255)) && isHex(words.slice(3))
      ? null
      : "it takes usage, selector, matching type and hexadecimal digits",
};

function findCaaProblem([flags, tag = "", ...rest]: readonly string[]): string | null {
  if (!isNumber(flags, 255) || !/^[a-z0-9]+$/i.test(tag) || rest.length === 0)
    return 'it takes flags, a tag and a value, as 0 issue "letsencrypt.org"';
  const text = unescapeText(unquote(rest.join(" ")));
  return /\s/.test(text) ? "the API refuses blanks in it; write the value without" : findControlProblem(text);
}

const maxShownLength = 60;

function findTextProblem(value: string): string | null {
  const shown = value.length > maxShownLength ? `${value.slice(0, maxShownLength - 3)}…` : value;
  const text = readText(value);
  if (text === null) return `the text ${shown} contains bytes that aren't UTF-8`;
  if (text === "") return "the API refuses an empty text";
  if (text.trim() !== text) return `the text ${shown} begins or ends with a blank, which the API cuts off`;
  if (/"|\\$/.test(text))
    return `the text ${shown} holds a quote (") or ends with a backslash, which the API refuses or lists changed: nobody could compare or delete it`;
  return findControlProblem(text);
}

const findControlProblem = (text: string) =>
  text.search(unprintable) < 0
    ? null
    : "the value holds a line break or another control character, which the API can't take";

function findHostProblem(type: string, word: string): string | null {
  if (word === "." && !needsHost(type)) return null;
  if (word === ".") return "it needs a host name";
  if (isIpv4(word.replace(/\.$/, "")) || isIpv6(word)) return `it must be a host name, and ${word} is an address`;
  const read = readDomainName(word, ".");
  return read.ok ? findLettersProblem(read.name.slice(0, -1)) : read.reason;
}

/** Why a name can't be a record's: the API accepts letters, digits, `-`, `_`, and `*` as the first part. */
export function findLettersProblem(name: string): string | null {
  const labels = (name.startsWith("*.") ? name.slice(2) : name).split(".");
  if (name === "@" || name === "*") return null;
  const bad = labels.find((label) => !/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label));
  if (bad === undefined) return null;
  if (/^-|-$/.test(bad)) return `${name} has a part that begins or ends with a hyphen`;
  if (bad.includes("*")) return `${name} has a * that isn't its whole first part`;
  return bad === "" ? `${name} has an empty part` : `${name} has characters that the API accepts in no name`;
}

/** For these types `.` is not a host; for others, such as HTTPS or RP, it means that there is none. */
const needsHost = (type: string) => isHostType(type) || type === "MX" || type === "SRV";

const isNumber = (word: string | undefined, max: number) => /^\d{1,5}$/.test(word ?? "") && Number(word) <= max;
const isHex = (words: readonly string[]) => /^(?:[0-9a-f]{2})+$/i.test(words.join(""));
