/** What a device makes of an answer: `done`, it comes `again` soon by itself, or it `stops` and shows its owner why. */
export type Reaction = "done" | "again" | "stops";

export interface Told {
  readonly hostname: string;
  readonly address: string;
  /** In Base64, name and password as Basic has them. */
  readonly basic: string;
  readonly secret: string;
  /** What the device was given as its server: `192.168.1.2:8246`. */
  readonly server: string;
}

export interface Device {
  /** Its request, byte by byte as it was captured, or as its source composes it. */
  readonly request: (told: Told) => string;
  /** By its own rule, from its source or its maker's page. */
  readonly judge: (answer: { readonly status: number; readonly body: string }, told: Told) => Reaction;
  /** It tells addresses of IPv6, too. */
  readonly hasIpv6: boolean;
  /** What it makes of a refused hostname, a private address, a wrong password, and a failure for the moment. */
  readonly expected: {
    readonly nohost: Reaction;
    readonly badagent: Reaction;
    readonly badauth: Reaction;
    readonly later: Reaction;
  };
}

const lines = (...all: readonly string[]) => `${all.join("\r\n")}\r\n\r\n`;
const firstWord = (body: string) => body.trim().split(/\s/)[0] ?? "";

/** inadyn's custom plugin: the status first, then any of its words anywhere. UniFi runs that. */
const judgeAsInadyn: Device["judge"] = ({ status, body }) => {
  if (status >= 500) return "again";
  if (status !== 200) return "stops";
  return /OK|good|true|updated|success|nochg/i.test(body) ? "done" : "stops";
};
const inadynHead = ({ server, basic }: Told) => [
  `Host: ${server.replace(/:\d+$/, "")}`,
  `Authorization: Basic ${basic}`,
  "User-Agent: inadyn/2.12.0 https://github.com/troglobit/inadyn/issues",
];
const inadynExpects = { nohost: "stops", badagent: "stops", badauth: "stops", later: "again" } as const;

/** By the status alone; what failed is asked anew at the next look, 5 min later. */
const judgeAsOpnsense: Device["judge"] = ({ status }) => (status >= 200 && status < 300 ? "done" : "again");
const opnsenseExpects = { nohost: "again", badagent: "again", badauth: "again", later: "again" } as const;
const opnsenseHead = ({ server }: Told) => [
  `Host: ${server}`,
  "User-Agent: OPNsense-dyndns",
  "Accept-Encoding: gzip, deflate, br",
  "Accept: */*",
  "Connection: keep-alive",
];

/** ddclient, and what speaks like it: the word at the beginning of a line. */
const judgeByLine: Device["judge"] = ({ status, body }) => {
  if (/^(?:good|nochg)\b/m.test(body) && status === 200) return "done";
  return /^(?:911|dnserr)\b/m.test(body) ? "again" : "stops";
};
const wordsExpect = { nohost: "stops", badagent: "stops", badauth: "stops", later: "again" } as const;

/** Repeats itself until DNS shows its address, whatever it is answered. */
const judgeAsFritzbox: Device["judge"] = ({ status, body }) =>
  status === 200 && /^(?:good|nochg)\b/.test(body) ? "done" : "again";
const fritzboxHead = ({ server, basic }: Told) => [
  `Host: ${server}`,
  "Connection: close",
  `Authorization: Basic ${basic}`,
  "User-Agent: Fritz!Box DDNS/1.0.1",
];
const everAgain = { nohost: "again", badagent: "again", badauth: "again", later: "again" } as const;

export const devices: Readonly<Record<string, Device>> = {
  "FRITZ!Box": {
    request: (told) => {
      const [ipv4, ipv6] = told.address.includes(":") ? ["", told.address] : [told.address, ""];
      const query = `hostname=${told.hostname}&myip=${ipv4}&myipv6=${ipv6}&ip6lanprefix=`;
      return lines(`GET /nic/update?${query} HTTP/1.0`, ...fritzboxHead(told));
    },
    judge: judgeAsFritzbox,
    hasIpv6: true,
    expected: everAgain,
  },
  "FRITZ!Box, with a prefix": {
    request: (told) => {
      const query = `hostname=${told.hostname}&myip=${told.address}&myipv6=2a01:4f8:ffff::1&ip6lanprefix=2a01:4f8:1:2::/64`;
      return lines(`GET /nic/update?${query} HTTP/1.0`, ...fritzboxHead(told));
    },
    judge: judgeAsFritzbox,
    hasIpv6: false,
    expected: everAgain,
  },
  "UniFi, Custom": {
    request: (told) => {
      const query = `hostname=${told.hostname}&myip=${told.address.replaceAll(":", "%3a")}`;
      return lines(`GET /nic/update?${query} HTTP/1.0`, ...inadynHead(told));
    },
    judge: judgeAsInadyn,
    hasIpv6: true,
    expected: inadynExpects,
  },
  "UniFi, an old one with a doubled slash": {
    request: (told) =>
      lines(`GET //nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.0`, ...inadynHead(told)),
    judge: judgeAsInadyn,
    hasIpv6: false,
    expected: inadynExpects,
  },
  "UniFi, which appends the hostname": {
    request: (told) =>
      lines(`GET /nic/update?myip=${told.address}&hostname=${told.hostname} HTTP/1.0`, ...inadynHead(told)),
    judge: judgeAsInadyn,
    hasIpv6: false,
    expected: inadynExpects,
  },
  "UniFi, dyndns": {
    request: (told) =>
      lines(`GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.0`, ...inadynHead(told)),
    judge: ({ status, body }) => {
      if (status >= 500) return "again";
      if (status !== 200) return "stops";
      return /good|nochg|OK/.test(body) ? "done" : /dnserr|911|abuse/.test(body) ? "again" : "stops";
    },
    hasIpv6: false,
    expected: inadynExpects,
  },
  "USG and EdgeRouter": {
    request: (told) =>
      lines(
        `GET /nic/update?system=dyndns&hostname=${told.hostname}&myip=${told.address} HTTP/1.0`,
        `Host: ${told.server}`,
        `Authorization: Basic ${told.basic}`,
        "User-Agent: ddclient/3.8.3",
        "Connection: close",
      ),
    judge: judgeByLine,
    hasIpv6: false,
    expected: wordsExpect,
  },
  "OPNsense, DynDns2": {
    request: (told) => {
      const address = told.address.replaceAll(":", "%3A");
      return lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${address}&wildcard=NOCHG HTTP/1.1`,
        ...opnsenseHead(told),
        `Authorization: Basic ${told.basic}`,
      );
    },
    judge: judgeAsOpnsense,
    hasIpv6: true,
    expected: opnsenseExpects,
  },
  "OPNsense, an older one": {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address}&system=dyndns&wildcard=ON HTTP/1.1`,
        ...opnsenseHead(told),
        `Authorization: Basic ${told.basic}`,
      ),
    judge: judgeAsOpnsense,
    hasIpv6: false,
    expected: opnsenseExpects,
  },
  "OPNsense, POST": {
    request: (told) =>
      lines(
        `POST /update?domain=${told.hostname}&ip=${told.address} HTTP/1.1`,
        ...opnsenseHead(told),
        "Content-Length: 0",
        `Authorization: Basic ${told.basic}`,
      ),
    judge: judgeAsOpnsense,
    hasIpv6: true,
    expected: opnsenseExpects,
  },
  "OPNsense, PUT": {
    request: (told) =>
      lines(
        `PUT /update?domain=${told.hostname}&ip=${told.address} HTTP/1.1`,
        ...opnsenseHead(told),
        "Content-Length: 0",
        `Authorization: Basic ${told.basic}`,
      ),
    judge: judgeAsOpnsense,
    hasIpv6: false,
    expected: opnsenseExpects,
  },
  pfSense: {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.1`,
        `Host: ${told.server}`,
        `Authorization: Basic ${told.basic}`,
        "User-Agent: phpDynDNS/0.7",
        "Accept: */*",
      ),
    // "Result Match" is the recipe's: `good %IP%|nochg %IP%`.
    judge: ({ body }, { address }) =>
      [`good ${address}`, `nochg ${address}`].includes(body.replaceAll(/[\t\r\n]/g, "")) ? "done" : "again",
    hasIpv6: true,
    expected: everAgain,
  },
  "OpenWrt, curl": {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.1`,
        `Host: ${told.server}`,
        `Authorization: Basic ${told.basic}`,
        "User-Agent: curl/8.6.0",
        "Accept: */*",
      ),
    judge: ({ body }) => (/good|nochg/i.test(body) ? "done" : "again"),
    hasIpv6: true,
    expected: everAgain,
  },
  "OpenWrt, wget": {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.1`,
        `Host: ${told.server}`,
        "User-Agent: Wget/1.21.4",
        "Accept: */*",
        "Accept-Encoding: identity",
        `Authorization: Basic ${told.basic}`,
        "Connection: Keep-Alive",
      ),
    judge: ({ body }) => (/good|nochg/i.test(body) ? "done" : "again"),
    hasIpv6: true,
    expected: everAgain,
  },
  Synology: {
    request: (told) => {
      const query = `hostname=${told.hostname}&myip=${told.address}&username=nas&password=${told.secret}`;
      return lines(`GET /nic/update?${query} HTTP/1.1`, `Host: ${told.server}`, "Accept: */*");
    },
    // It knows these words, and calls everything else failed.
    judge: ({ body }) => {
      const word = firstWord(body);
      if (word === "good" || word === "nochg") return "done";
      return word === "911" ? "again" : "stops";
    },
    hasIpv6: false,
    expected: wordsExpect,
  },
  QNAP: {
    request: (told) => {
      const query = `hostname=${told.hostname}&myip=${told.address}&username=nas&password=${told.secret}`;
      return lines(`GET /nic/update?${query} HTTP/1.1`, `Host: ${told.server}`, "User-Agent: QNAP NAS", "Accept: */*");
    },
    judge: judgeByLine,
    hasIpv6: false,
    expected: wordsExpect,
  },
  MikroTik: {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.1`,
        `Host: ${told.server}`,
        `Authorization: Basic ${told.basic}`,
        "User-Agent: MikroTik/7.14 Fetch",
        "Connection: close",
      ),
    // The script of the recipe, which runs each minute until it is told one of the two.
    judge: ({ status, body }) => (status === 200 && /^(?:good|nochg)/.test(body) ? "done" : "again"),
    hasIpv6: true,
    expected: everAgain,
  },
  "DrayTek and TP-Link": {
    request: (told) =>
      lines(
        `GET /nic/update?hostname=${told.hostname}&myip=${told.address} HTTP/1.1`,
        `Host: ${told.server}`,
        `Authorization: Basic ${told.basic}`,
      ),
    judge: judgeByLine,
    hasIpv6: false,
    expected: wordsExpect,
  },
  "HPE and H3C": {
    request: (told) =>
      lines(
        `GET /nic/update?system=dyndns&hostname=${told.hostname}&myip=${told.address} HTTP/1.0`,
        `Authorization: Basic ${told.basic}`,
      ),
    judge: judgeByLine,
    hasIpv6: false,
    expected: wordsExpect,
  },
};
