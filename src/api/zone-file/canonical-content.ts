import { SocketAddress } from "node:net";
import { isIpv6 } from "../../model/addresses/ip-version.ts";
import { toAsciiName } from "../values/ascii-name.ts";
import { canonicalLoc } from "./canonical-loc.ts";
import { readText, unescapeText } from "./character-strings.ts";
import { hostWordsOf, isTextType } from "./record-types.ts";
import { splitWords, unquote } from "./split-words.ts";

/** The form in which two contents of one type are equal if they mean the same. */
export function canonicalContent(type: string, written: string): string {
  const value = written.trim();
  if (type === "AAAA") return canonicalIpv6(value);
  if (isTextType(type)) return readText(value) ?? value;
  const words = splitWords(value);
  if (type === "LOC") return canonicalLoc(words);
  return canonicalWords(type, words).join(" ");
}

function canonicalWords(type: string, words: readonly string[]): readonly string[] {
  const [first = "", second = "", ...rest] = words;
  if (type === "CAA") return [plainNumber(first), second.toLowerCase(), unescapeText(unquote(rest.join(" ")))];
  if (type === "NAPTR") return canonicalNaptr(words);
  if (type === "SVCB" || type === "HTTPS")
    return [plainNumber(first), plainHost(second), ...rest.map(canonicalParameter).sort()];
  const joined = joinData(type, words);
  const [numbers, hosts] = [numbersIn[type] ?? 0, hostWordsOf(type)];
  return joined.map((word, index) =>
    hosts.includes(index) ? plainHost(word) : index < numbers ? plainNumber(word) : word,
  );
}

/** How many words at the start of a type's content are numbers. */
const numbersIn: Readonly<Record<string, number>> = {
  ...{ MX: 1, KX: 1, AFSDB: 1, RT: 1, LP: 1, SRV: 3, URI: 2, TLSA: 3, SMIMEA: 3, SSHFP: 2 },
  ...{ DS: 3, CDS: 3, DLV: 3, DNSKEY: 3, CDNSKEY: 3, CERT: 3, ZONEMD: 3 },
};

/** Types whose content ends in hexadecimal digits or base64, which blanks may split, and how many words precede them. */
const hexBehind: Readonly<Record<string, number>> = {
  ...{ TLSA: 3, SMIMEA: 3, SSHFP: 2, DS: 3, CDS: 3, DLV: 3, ZONEMD: 3, EUI48: 0, EUI64: 0 },
};
const base64Behind: Readonly<Record<string, number>> = { DNSKEY: 3, CDNSKEY: 3, CERT: 3, OPENPGPKEY: 0, DHCID: 0 };

function joinData(type: string, words: readonly string[]): readonly string[] {
  const behind = hexBehind[type] ?? base64Behind[type];
  if (behind === undefined) return words;
  const data = words.slice(behind).join("");
  return [...words.slice(0, behind), type in hexBehind ? data.toLowerCase() : data];
}

/** Flags and service ignore case; the expression doesn't. */
function canonicalNaptr([
  order = "",
  preference = "",
  flags = "",
  service = "",
  expression = "",
  host = "",
]: readonly string[]) {
  const plain = (word: string) => unquote(word).toLowerCase();
  const numbers = [plainNumber(order), plainNumber(preference)];
  return [...numbers, `"${plain(flags)}"`, `"${plain(service)}"`, `"${unquote(expression)}"`, plainHost(host)];
}

/** `alpn="h2,h3"` is `alpn=h2,h3`. */
function canonicalParameter(word: string): string {
  const at = word.indexOf("=");
  if (at < 0) return word.toLowerCase();
  return `${word.slice(0, at).toLowerCase()}=${unescapeText(unquote(word.slice(at + 1)))}`;
}

const plainNumber = (word: string) => (/^\d+$/.test(word) ? String(Number(word)) : word);
const plainHost = (word: string) => (word === "." ? word : toAsciiName(word));

function canonicalIpv6(address: string): string {
  return isIpv6(address) ? new SocketAddress({ address, family: "ipv6" }).address : address;
}
