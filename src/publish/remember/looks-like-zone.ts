/**
 * Whether a name of three labels is likely to be a zone itself, because people register theirs below the other two: an
 * excerpt of the Public Suffix List. What it misses is found out when dyndns doesn't know the name.
 */
export function looksLikeZone(hostname: string): boolean {
  const [first, ...rest] = hostname.split(".");
  return first !== "*" && rest.length === 2 && isSharedSuffix(rest[0] ?? "", rest[1] ?? "");
}

/** Below `no`, for example, `priv`. */
const sharedSuffixes: Readonly<Record<string, string>> = {
  no: "co dep fhs folkebibl fylkesbibl herad idrett kommune mil museum priv stat vgs",
  se: "org pp tm parti press",
  dk: "co",
  uk: "ac co gov ltd me net nhs org plc sch",
  ie: "gov",
  pl: "com edu info net org waw",
  hu: "co info org",
  at: "ac co gv or",
  es: "com nom org",
  fr: "asso com nom",
  it: "edu gov",
  pt: "com edu org",
  gr: "com edu net org",
  tr: "com gen net org web",
  ua: "com in kiev net org",
  il: "ac co net org",
  za: "co net org web",
  au: "asn com edu id net org",
  nz: "ac co geek gen kiwi net org school",
  jp: "ac co go ne or",
  kr: "co ne or re",
  cn: "com net org",
  hk: "com net org",
  tw: "com idv net org",
  sg: "com edu net org per",
  in: "co firm gen ind net org",
  th: "co in or",
  br: "art blog com eco net org",
  mx: "com net org",
  ar: "com net org",
  com: "br cn de eu gb uk us za",
  net: "gb se uk",
  org: "ae eu us",
};

function isSharedSuffix(second: string, top: string): boolean {
  return Object.hasOwn(sharedSuffixes, top) && (sharedSuffixes[top] ?? "").split(" ").includes(second);
}
