import { type Family, familyLabel } from "../../model/family.ts";

/** Whom a connection was for: by name, or as "it" where the sentence around says who that is. */
export interface OtherSide {
  readonly host: string | null;
  /** The only family that was asked for; null: whichever worked. */
  readonly family: Family | null;
}

/**
 * What the code of a failed connection means, in plain words; null for one that is unknown. Never that an address is
 * absent: "no route" may come from a router on the way.
 */
export function describeConnectionError(code: string, side: OtherSide): string | null {
  const describe = Object.hasOwn(meanings, code) ? meanings[code] : patterns.find(([form]) => form.test(code))?.[1];
  return describe?.(nameSide(side)) ?? null;
}

/** Whether it was TLS that failed. */
export function isTlsCode(code: string): boolean {
  return tlsCodes.test(code);
}

const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|HOSTNAME_MISMATCH|EPROTO$)/;

interface SideNames {
  readonly it: string;
  readonly name: string;
  readonly itsAnswer: string;
  readonly itsCertificate: string;
  /** Empty, or followed by a space. */
  readonly family: string;
}

function nameSide({ host, family }: OtherSide): SideNames {
  const own = (thing: string) => (host === null ? `its ${thing}` : `the ${thing} of ${host}`);
  const [itsAnswer, itsCertificate] = [own("answer"), own("certificate")];
  const shown = family === null ? "" : `${familyLabel(family)} `;
  return { it: host ?? "it", name: host ?? "its name", itsAnswer, itsCertificate, family: shown };
}

type DescribeSide = (side: SideNames) => string;

const noRoute: DescribeSide = ({ it, family }) => `no ${family}route to ${it}`;
const dropped: DescribeSide = ({ it }) => `${it} dropped the connection`;
const blocked: DescribeSide = () => "a firewall on this machine blocks it";
const unknownName: DescribeSide = ({ it, name, family }) =>
  family === "" ? `the resolver does not know ${name}` : `${it} has no ${family}address`;
const intercepted: DescribeSide = ({ itsCertificate }) =>
  `${itsCertificate} comes from an unknown authority; if a proxy or virus scanner in your network inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its certificate`;

const meanings: Readonly<Record<string, DescribeSide>> = {
  ECONNREFUSED: ({ it }) => `${it} refuses the connection`,
  ECONNRESET: dropped,
  EPIPE: dropped,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EAFNOSUPPORT: noRoute,
  EADDRNOTAVAIL: ({ it, family }) => `this machine no longer has the ${family}address from which it asks ${it}`,
  ETIMEDOUT: ({ it }) => `${it} does not answer`,
  EPERM: blocked,
  EACCES: blocked,
  ENOTFOUND: unknownName,
  ENODATA: unknownName,
  EAI_AGAIN: ({ name }) => `${name} can't be looked up right now: no resolver answers properly`,
  EAI_FAIL: ({ name }) => `${name} can't be looked up: the resolver refuses`,
  RESOLVER_SILENT: ({ name }) => `${name} can't be looked up: no resolver answers`,
  EPROTO: ({ it }) => `${it} doesn't speak TLS there`,
  CERT_NOT_YET_VALID: ({ itsCertificate }) => `${itsCertificate} is not valid yet: is this machine's clock right?`,
  CERT_HAS_EXPIRED: ({ itsCertificate }) => `${itsCertificate} has expired: is this machine's clock right?`,
  DEPTH_ZERO_SELF_SIGNED_CERT: intercepted,
  SELF_SIGNED_CERT_IN_CHAIN: intercepted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: intercepted,
  UNABLE_TO_GET_ISSUER_CERT: intercepted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: intercepted,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ itsCertificate }) => `${itsCertificate} is for another name`,
  HTTP_101: ({ it }) => `${it} answers with HTTP 101, which was not requested`,
  BROKEN_CODING: ({ itsAnswer }) => `${itsAnswer} has broken compression`,
  HPE_HEADER_OVERFLOW: ({ it }) => `${it} sends headers that are too long`,
};

const patterns: readonly (readonly [RegExp, DescribeSide])[] = [
  [/^ERR_SSL_/, () => "no TLS version in common"],
  [/^HPE_/, ({ itsAnswer }) => `${itsAnswer} is not HTTP`],
];
