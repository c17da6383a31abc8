/** The words of the protocol that a device is answered with. */
export type Word =
  | "good"
  | "nochg"
  | "badauth"
  | "nohost"
  | "notfqdn"
  | "badagent"
  | "!donator"
  | "abuse"
  | "dnserr"
  | "911";

/** What a word means to a client that reads only the status. */
type WordClass = "done" | "credential" | "mistake" | "later";

const classOf: Readonly<Record<Word, WordClass>> = {
  good: "done",
  nochg: "done",
  badauth: "credential",
  nohost: "mistake",
  notfqdn: "mistake",
  badagent: "mistake",
  "!donator": "mistake",
  abuse: "mistake",
  dnserr: "later",
  "911": "later",
};

/** Clients with a rule of their own about statuses. */
type ClientKind = "opnsense" | "inadyn" | "other";

/**
 * OPNsense looks at nothing but the status. inadyn (UniFi, Merlin, DD-WRT) ends for good at a 200 whose words it doesn't
 * like, and tries again after a 5xx. Everybody else reads the body: Dyn itself used 200 for all but 401.
 */
const statusOf: Readonly<Record<WordClass, Readonly<Record<ClientKind, number>>>> = {
  done: { other: 200, opnsense: 200, inadyn: 200 },
  credential: { other: 401, opnsense: 401, inadyn: 401 },
  mistake: { other: 200, opnsense: 400, inadyn: 200 },
  later: { other: 200, opnsense: 503, inadyn: 503 },
};

export interface DeviceLine {
  readonly word: Word;
  /** Behind `good` and `nochg`: what the device told. */
  readonly addresses: readonly string[];
}

export interface DyndnsAnswer {
  readonly status: number;
  /** One line for each hostname, in the device's order: pfSense compares all of it with `good 192.0.2.1`. */
  readonly body: string;
}

/** The answer to a request, in the form that its client understands. `userAgent` as received. */
export function answerLines(lines: readonly DeviceLine[], userAgent: string): DyndnsAnswer {
  const kind = kindOf(userAgent);
  const statuses = lines.map(({ word }) => statusOf[classOf[word]][kind]);
  const body = lines.map(({ word, addresses }) =>
    classOf[word] === "done" && addresses.length > 0 ? `${word} ${addresses.join(",")}` : word,
  );
  // Of several the worst counts: a status is one for all.
  return { status: Math.max(200, ...statuses), body: `${body.join("\n")}\n` };
}

function kindOf(userAgent: string): ClientKind {
  if (/^OPNsense-dyndns/i.test(userAgent)) return "opnsense";
  return /^inadyn\//i.test(userAgent) ? "inadyn" : "other";
}
