/** Which words of a type's content are host names, which the origin completes. */
const hostsOf: Readonly<Record<string, readonly number[]>> = {
  ...{ CNAME: [0], NS: [0], PTR: [0], DNAME: [0], ALIAS: [0], ANAME: [0] },
  ...{ MX: [1], AFSDB: [1], KX: [1], RT: [1], LP: [1], SRV: [3], NAPTR: [5] },
  ...{ SOA: [0, 1], RP: [0, 1], MINFO: [0, 1], TALINK: [0, 1], PX: [1, 2] },
  ...{ MB: [0], MD: [0], MF: [0], MG: [0], MR: [0], "NSAP-PTR": [0], SVCB: [1], HTTPS: [1] },
};

/** The places of host names in the content of a type. */
export const hostWordsOf = (type: string): readonly number[] => hostsOf[type] ?? [];

/** Types whose whole content is one host name. */
export const isHostType = (type: string): boolean => hostsOf[type]?.length === 1 && hostsOf[type][0] === 0;

export const isTextType = (type: string): boolean => type === "TXT" || type === "SPF";

/** Types that a signer writes and keeps; the server's own signer would have others. */
export const isOfSigner = (type: string): boolean => signed.has(type);
const signed = new Set("RRSIG NSEC NSEC3 NSEC3PARAM DNSKEY CDS CDNSKEY SIG NXT KEY TYPE65534".split(" "));

/** What the records API accepts, as seen live. */
export const acceptedTypes: readonly string[] = "A AAAA ALIAS CAA CNAME DNAME MX NAPTR NS PTR SRV TXT".split(" ");

/** The server's page lists it, but the server was seen to refuse it: only trying shows. */
export const uncertainTypes: readonly string[] = ["TLSA"];
