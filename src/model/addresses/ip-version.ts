/**
 * 4 or 6 for an address, 0 for any other text: the verdicts of Node's `isIP`, whose regular expression for IPv6 takes a tenth
 * of a short command's time to compile, and its module half as long to load. A zone (`fe80::1%eth0`) belongs to an address there.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (isIpv4(text)) return 4;
  return isIpv6(text) ? 6 : 0;
}

/** Four decimal numbers of one byte each, none with a zero before it. */
export function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

export function isIpv6(text: string): boolean {
  const [, address = "", zone = "0"] = /^([^%]*)(?:%(.*))?$/.exec(text) ?? [];
  const [left = "", right, ...more] = address.split("::");
  const groups = [left, right ?? ""].flatMap((half) => (half === "" ? [] : half.split(":")));
  // An IPv4 address at the very end stands for two groups.
  const endsDotted = (right ?? left) !== "" && isIpv4(groups.at(-1) ?? "");
  const count = groups.length + (endsDotted ? 1 : 0);
  const fits = right === undefined ? count === 8 : count <= 7;
  const plain = endsDotted ? groups.slice(0, -1) : groups;
  return fits && more.length === 0 && plain.every(isGroup) && /^[0-9a-z.:-]+$/i.test(zone);
}

const isGroup = (text: string) => /^[0-9a-f]{1,4}$/i.test(text);
