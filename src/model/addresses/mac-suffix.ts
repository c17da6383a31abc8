import { addressFromBytes } from "../address.ts";
import type { Fallible } from "../fallible.ts";

export type MacSuffix = Fallible<{ readonly suffix: string }>;

/** The modified EUI-64 of a hardware address, as the end of an IPv6 address (RFC 4291, appendix A): `::211:32ff:fefe:1234`. */
export function suffixOfMac(text: string): MacSuffix {
  const form = /^[\da-f]{2}(?:([:-])[\da-f]{2}(?:\1[\da-f]{2}){4}|[\da-f]{10})$|^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i;
  if (!form.test(text.trim()))
    return refuse("expected the hardware address of a network card, as in 00:11:32:fe:12:34");
  const bytes = [...Buffer.from(text.replace(/[^\da-f]/gi, ""), "hex")];
  const [first = 0, second = 0, third = 0, ...last] = bytes;
  if ((first & 0x01) !== 0) return refuse("expected the address of one card; this one is of a group (multicast)");
  if (bytes.every((byte) => byte === 0)) return refuse("expected the address of a card; this one is all zeros");
  // The second lowest bit says "universal" in a hardware address with 0, in an interface identifier with 1.
  const identifier = [first ^ 0x02, second, third, 0xff, 0xfe, ...last];
  return { ok: true, suffix: addressFromBytes([...new Array<number>(8).fill(0), ...identifier]) ?? "" };
}

function refuse(reason: string): MacSuffix {
  return { ok: false, reason };
}
