import type { NoticeEvent } from "../../model/settings/notice-event.ts";
import type { Health, HostnameStatus } from "../../model/status.ts";
import type { Language } from "./choose-language.ts";
import type { TimeWords } from "./tell-time.ts";

/** Every word that the page says; what servers and sources said stands beside them as it came. */
export interface Words {
  readonly health: Readonly<Record<Health, string>>;
  readonly sentence: Readonly<Record<Situation, (numbers: Numbers) => string>>;
  readonly advice: Readonly<Record<Situation, (numbers: Numbers) => string>>;
  readonly state: Readonly<Record<HostnameStatus["state"], string>>;
  readonly event: Readonly<Record<NoticeEvent, string>>;
  /** What a server's word means, and what to do; nothing where the reason is in the page's language anyway. */
  readonly result: Readonly<Record<string, string>>;
  readonly time: TimeWords;
  readonly text: Readonly<Record<Text, string>>;
  readonly count: {
    readonly hostnames: (shown: number, total: number) => string;
    readonly page: (page: number, pages: number) => string;
    readonly moreAddresses: (count: number) => string;
    readonly moreNames: (count: number) => string;
    readonly changes: (count: number) => string;
    readonly reactions: (typical: string, longest: string) => string;
    readonly troubles: (count: number, length: string) => string;
    readonly retryOf: (hostname: string) => string;
    readonly started: (ago: string) => string;
  };
}

/** What the whole comes to. */
export type Situation =
  | "starting"
  | "accountHeld"
  | "allHeld"
  | "unheard"
  | "someHeld"
  | "waiting"
  | "lost"
  | "pending"
  | "other"
  | "following"
  | "nothing"
  | "well";

export interface Numbers {
  /** Hostnames that it is about. */
  readonly count: number;
  readonly total: number;
}

type Text =
  | "lastLook"
  | "nextLook"
  | "never"
  | "notPlanned"
  | "lookNow"
  | "retry"
  | "retryAll"
  | "details"
  | "notes"
  | "addresses"
  | "unknown"
  | "changed"
  | "seen"
  | "source"
  | "uplink"
  | "noAddresses"
  | "hostnames"
  | "hostname"
  | "family"
  | "state"
  | "wanted"
  | "published"
  | "why"
  | "same"
  | "none"
  | "nextAttempt"
  | "filter"
  | "filterHint"
  | "show"
  | "showAll"
  | "showTroubled"
  | "apply"
  | "noMatch"
  | "noHostnames"
  | "previous"
  | "next"
  | "pages"
  | "history"
  | "laneChanges"
  | "laneReaction"
  | "laneTroubles"
  | "noChanges"
  | "noTroubles"
  | "noReaction"
  | "daysAgo"
  | "today"
  | "events"
  | "time"
  | "what"
  | "event"
  | "took"
  | "firstPublished"
  | "deleted"
  | "noEvents"
  | "newestOnly"
  | "channels"
  | "channelOk"
  | "channelFailing"
  | "version"
  | "engine"
  | "withoutScript"
  | "lost"
  | "token"
  | "tokenHint"
  | "send"
  | "cancel"
  | "looking"
  | "nothingChanged"
  | "wasPublished"
  | "failed"
  | "logIn"
  | "wrongToken"
  | "tooManyTokens"
  | "noToken";

const english: Words = {
  health: { ok: "All well", starting: "Starting", degraded: "Needs attention", failing: "Failing" },
  sentence: {
    starting: () => "The first look is under way.",
    accountHeld: () => "Gigahost refuses the credential, so nothing is published.",
    allHeld: () => "Every hostname is on hold.",
    unheard: () => "No source tells the public address.",
    someHeld: ({ count, total }) => `${number(count)} of ${number(total)} hostnames ${are(count)} on hold.`,
    waiting: ({ count, total }) =>
      `${number(count)} of ${number(total)} hostnames ${count === 1 ? "waits" : "wait"} for another attempt.`,
    lost: ({ count, total }) =>
      `${number(count)} of ${number(total)} hostnames no longer ${count === 1 ? "has" : "have"} the address that is published.`,
    pending: ({ count, total }) => `${number(count)} of ${number(total)} hostnames ${are(count)} not published yet.`,
    other: () => "Publishing works, but something else needs attention.",
    following: () => "This replica stands by; another one publishes.",
    nothing: () => "Running; there is no address to publish.",
    well: ({ total }) =>
      total === 1
        ? "The hostname points to the right address."
        : `All ${number(total)} hostnames point to the right addresses.`,
  },
  advice: {
    starting: () => "Nothing to do; it takes 5 minutes at most.",
    accountHeld: () =>
      "Put a valid API key or password into the configuration and restart; if it is valid again already, press “Retry all”.",
    allHeld: () => "See why below, fix it at Gigahost, then press “Retry all”.",
    unheard: () => "Check the Internet connection and the sources; the next looks go on by themselves.",
    someHeld: () => "See why below, fix it at Gigahost, then press “Retry”.",
    waiting: () => "Nothing to do for now; it is retried by itself.",
    lost: () => "Check the router and the network; the reason stands below.",
    pending: () => "Nothing to do for now; the reason stands below.",
    other: () => "What it is, and what to do, stands here:",
    following: () => "Nothing to do.",
    nothing: () => "Check the sources in the configuration if you expect one.",
    well: () => "Nothing to do.",
  },
  state: {
    ok: "up to date",
    pending: "not published yet",
    waiting: "waiting",
    held: "on hold",
    absent: "no such address here",
    refused: "refused by your rule",
  },
  event: { changed: "changed", trouble: "trouble", recovered: "recovered", held: "on hold" },
  // The reasons are English already.
  result: {},
  time: { ago: "{} ago", ahead: "in {}", now: "now", units: ["s", "min", "h", "d"] },
  text: {
    lastLook: "Last look",
    nextLook: "Next look",
    never: "never",
    notPlanned: "not planned",
    lookNow: "Look now",
    retry: "Retry",
    retryAll: "Retry all",
    details: "Details",
    notes: "Worth knowing",
    addresses: "Addresses",
    unknown: "unknown",
    changed: "Changed",
    seen: "Seen",
    source: "Source",
    uplink: "Uplink",
    noAddresses: "No address is being looked for.",
    hostnames: "Hostnames",
    hostname: "Hostname",
    family: "Family",
    state: "State",
    wanted: "Wanted",
    published: "Published",
    why: "Why",
    same: "the same",
    none: "none",
    nextAttempt: "Next attempt",
    filter: "Filter",
    filterHint: "Part of a hostname or address",
    show: "Show",
    showAll: "All",
    showTroubled: "Those that need attention",
    apply: "Apply",
    noMatch: "No hostname matches.",
    noHostnames: "No hostname is configured.",
    previous: "Previous",
    next: "Next",
    pages: "Pages",
    history: "Last 90 days",
    laneChanges: "Address changes",
    laneReaction: "Time from seen to published",
    laneTroubles: "Troubles",
    noChanges: "no change",
    noTroubles: "none",
    noReaction: "nothing published",
    daysAgo: "{} days ago",
    today: "today",
    events: "What happened",
    time: "Time",
    what: "What",
    event: "Event",
    took: "Took",
    firstPublished: "first published",
    deleted: "deleted",
    noEvents: "Nothing happened yet.",
    newestOnly: "The newest stand here; the whole is printed by",
    channels: "Notices",
    channelOk: "works",
    channelFailing: "fails",
    version: "Version",
    engine: "engine",
    withoutScript:
      "Without JavaScript, this page is loaded anew every minute; the commands that look now and that lift holds:",
    lost: "The daemon does not answer; what is shown may be old. Trying again …",
    token: "Token",
    tokenHint: "Printed by",
    send: "Continue",
    cancel: "Cancel",
    looking: "Looking …",
    nothingChanged: "Done; nothing had to be changed.",
    wasPublished: "Done; published: {}.",
    failed: "That failed:",
    logIn: "Log in",
    wrongToken: "Wrong token.",
    tooManyTokens: "Wrong token, and too many before it; wait a while.",
    noToken: "The daemon has no token; its log says why.",
  },
  count: {
    hostnames: (shown, total) => (shown === total ? `${number(total)} in all` : `${number(shown)} of ${number(total)}`),
    page: (page, pages) => `Page ${number(page)} of ${number(pages)}`,
    moreAddresses: (count) => `and ${number(count)} more, shown by`,
    moreNames: (count) => `and ${number(count)} more`,
    changes: (count) => `${number(count)} ${count === 1 ? "change" : "changes"}`,
    reactions: (typical, longest) => `typically ${typical}, ${longest} at most`,
    troubles: (count, length) => `${number(count)}, ${length} in all`,
    retryOf: (hostname) => `Retry ${hostname}`,
    started: (ago) => `started ${ago}`,
  },
};

const norwegian: Words = {
  health: { ok: "Alt i orden", starting: "Starter", degraded: "Trenger tilsyn", failing: "Svikter" },
  sentence: {
    starting: () => "Den første sjekken pågår.",
    accountHeld: () => "Gigahost avviser påloggingen, så ingenting blir publisert.",
    allHeld: () => "Alle vertsnavn er stanset.",
    unheard: () => "Ingen kilde oppgir den offentlige adressen.",
    someHeld: ({ count, total }) => `${number(count)} av ${number(total)} vertsnavn er stanset.`,
    waiting: ({ count, total }) => `${number(count)} av ${number(total)} vertsnavn venter på et nytt forsøk.`,
    lost: ({ count, total }) =>
      `${number(count)} av ${number(total)} vertsnavn har ikke lenger adressen som er publisert.`,
    pending: ({ count, total }) => `${number(count)} av ${number(total)} vertsnavn er ikke publisert ennå.`,
    other: () => "Publiseringen virker, men noe annet trenger tilsyn.",
    following: () => "Denne replikaen står klar; en annen publiserer.",
    nothing: () => "Programmet går; det finnes ingen adresse å publisere.",
    well: ({ total }) =>
      total === 1
        ? "Vertsnavnet peker til riktig adresse."
        : `Alle ${number(total)} vertsnavn peker til riktig adresse.`,
  },
  advice: {
    starting: () => "Ingenting å gjøre; det tar høyst 5 minutter.",
    accountHeld: () =>
      "Legg en gyldig API-nøkkel eller et gyldig passord inn i konfigurasjonen og start på nytt; er den alt gyldig igjen, trykk «Prøv alle igjen».",
    allHeld: () => "Se årsaken nedenfor, rett den hos Gigahost, og trykk «Prøv alle igjen».",
    unheard: () => "Sjekk internettforbindelsen og kildene; nye sjekker går av seg selv.",
    someHeld: () => "Se årsaken nedenfor, rett den hos Gigahost, og trykk «Prøv igjen».",
    waiting: () => "Ingenting å gjøre nå; det prøves igjen av seg selv.",
    lost: () => "Sjekk ruteren og nettverket; årsaken står nedenfor.",
    pending: () => "Ingenting å gjøre nå; årsaken står nedenfor.",
    other: () => "Hva det er, og hva du kan gjøre, står her:",
    following: () => "Ingenting å gjøre.",
    nothing: () => "Sjekk kildene i konfigurasjonen hvis du venter en.",
    well: () => "Ingenting å gjøre.",
  },
  state: {
    ok: "oppdatert",
    pending: "ikke publisert ennå",
    waiting: "venter",
    held: "stanset",
    absent: "ingen slik adresse her",
    refused: "avvist av din regel",
  },
  event: { changed: "endret", trouble: "problem", recovered: "i orden igjen", held: "stanset" },
  result: {
    badauth: "Gigahost avviser påloggingen.",
    nohost: "Gigahost finner ikke vertsnavnet på kontoen; opprett det, eller rett det i konfigurasjonen.",
    notfqdn: "Gigahost godtar ikke vertsnavnet; skriv det fullt ut.",
    "!yours": "Vertsnavnet hører til en annen konto.",
    "!active": "Vertsnavnet er ikke aktivert for dynamisk DNS.",
    abuse: "Gigahost har sperret vertsnavnet; kontakt kundeservice.",
    "!donator": "Kontoen har ikke denne tjenesten.",
    numhost: "For mange vertsnavn på en gang.",
    badagent: "Gigahost godtar ikke adressen.",
    badsys: "Gigahost forsto ikke forespørselen.",
    dnserr: "DNS hos Gigahost har en feil.",
    "911": "Gigahost har en feil og ber om en pause.",
    timeout: "Gigahost svarte ikke i tide.",
    network: "Gigahost kan ikke nås.",
    tls: "Forbindelsen til Gigahost kunne ikke sikres.",
    unparseable: "Svaret fra Gigahost var uforståelig.",
  },
  time: { ago: "for {} siden", ahead: "om {}", now: "nå", units: ["s", "min", "t", "d"] },
  text: {
    lastLook: "Siste sjekk",
    nextLook: "Neste sjekk",
    never: "aldri",
    notPlanned: "ikke planlagt",
    lookNow: "Sjekk nå",
    retry: "Prøv igjen",
    retryAll: "Prøv alle igjen",
    details: "Detaljer",
    notes: "Verdt å vite",
    addresses: "Adresser",
    unknown: "ukjent",
    changed: "Endret",
    seen: "Sett",
    source: "Kilde",
    uplink: "Forbindelse",
    noAddresses: "Ingen adresse blir sjekket.",
    hostnames: "Vertsnavn",
    hostname: "Vertsnavn",
    family: "Familie",
    state: "Tilstand",
    wanted: "Ønsket",
    published: "Publisert",
    why: "Hvorfor",
    same: "det samme",
    none: "ingen",
    nextAttempt: "Neste forsøk",
    filter: "Filter",
    filterHint: "Del av et vertsnavn eller en adresse",
    show: "Vis",
    showAll: "Alle",
    showTroubled: "De som trenger tilsyn",
    apply: "Bruk",
    noMatch: "Ingen vertsnavn passer.",
    noHostnames: "Ingen vertsnavn er satt opp.",
    previous: "Forrige",
    next: "Neste",
    pages: "Sider",
    history: "Siste 90 dager",
    laneChanges: "Adresseendringer",
    laneReaction: "Tid fra sett til publisert",
    laneTroubles: "Problemer",
    noChanges: "ingen endring",
    noTroubles: "ingen",
    noReaction: "ingenting publisert",
    daysAgo: "for {} dager siden",
    today: "i dag",
    events: "Hva som har skjedd",
    time: "Tid",
    what: "Hva",
    event: "Hendelse",
    took: "Tok",
    firstPublished: "publisert første gang",
    deleted: "slettet",
    noEvents: "Ingenting har skjedd ennå.",
    newestOnly: "Her står de nyeste; alt skrives ut av",
    channels: "Varsler",
    channelOk: "virker",
    channelFailing: "svikter",
    version: "Versjon",
    engine: "motor",
    withoutScript:
      "Uten JavaScript lastes siden på nytt hvert minutt; kommandoene som sjekker nå og som opphever stans:",
    lost: "Tjenesten svarer ikke; det som vises kan være gammelt. Prøver igjen …",
    token: "Token",
    tokenHint: "Skrives ut av",
    send: "Fortsett",
    cancel: "Avbryt",
    looking: "Sjekker …",
    nothingChanged: "Ferdig; ingenting måtte endres.",
    wasPublished: "Ferdig; publisert: {}.",
    failed: "Det gikk ikke:",
    logIn: "Logg inn",
    wrongToken: "Feil token.",
    tooManyTokens: "Feil token, og for mange før det; vent litt.",
    noToken: "Tjenesten har ikke noe token; loggen sier hvorfor.",
  },
  count: {
    hostnames: (shown, total) => (shown === total ? `${number(total)} i alt` : `${number(shown)} av ${number(total)}`),
    page: (page, pages) => `Side ${number(page)} av ${number(pages)}`,
    moreAddresses: (count) => `og ${number(count)} til, vist av`,
    moreNames: (count) => `og ${number(count)} til`,
    changes: (count) => `${number(count)} ${count === 1 ? "endring" : "endringer"}`,
    reactions: (typical, longest) => `vanligvis ${typical}, høyst ${longest}`,
    troubles: (count, length) => `${number(count)}, ${length} i alt`,
    retryOf: (hostname) => `Prøv igjen: ${hostname}`,
    started: (ago) => `startet ${ago}`,
  },
};

/** English and Norwegian (bokmål). */
export const words: Readonly<Record<Language, Words>> = { en: english, nb: norwegian };

function are(count: number): string {
  return count === 1 ? "is" : "are";
}

/** 10 000 with a narrow space, as both languages may. */
function number(value: number): string {
  const rest = String(value % 1000);
  return value < 1000 ? rest : `${number(Math.floor(value / 1000))}\u202f${rest.padStart(3, "0")}`;
}
