import type { Phrase } from "../../translate.ts";

/** What is wrong with the whole, with this machine, or outside of it. */
export const health: readonly Phrase[] = [
  ["The first round is not done yet", "Den første runden er ikke ferdig ennå"],
  ["The first round is not done 5 minutes after the start", "Den første runden er ikke ferdig 5 minutter etter start"],
  ["The account is on hold: {why}", "Kontoen er stanset: {why}"],
  ["Every hostname is on hold", "Alle vertsnavn er stanset"],
  ["No source has answered for {time}", "Ingen kilde har svart på {time}"],
  ["{count} minutes", "{count} minutter"],
  ["{count} hours", "{count} timer"],
  ["No address has been confirmed since the start: {why}", "Ingen adresse er bekreftet siden start: {why}"],
  ["The {family} address has not been confirmed since the start", "{family}-adressen er ikke bekreftet siden start"],
  [
    "The {family} address has not been confirmed since the start: {why}",
    "{family}-adressen er ikke bekreftet siden start: {why}",
  ],
  [
    "The {family} address of uplink {uplink} has not been confirmed since the start: {why}",
    "{family}-adressen til forbindelsen {uplink} er ikke bekreftet siden start: {why}",
  ],
  ["The {family} address has not been confirmed for {time}", "{family}-adressen er ikke bekreftet på {time}"],
  [
    "The {family} address has not been confirmed for {time}: {why}",
    "{family}-adressen er ikke bekreftet på {time}: {why}",
  ],
  [
    "The {family} address of uplink {uplink} has not been confirmed for {time}: {why}",
    "{family}-adressen til forbindelsen {uplink} er ikke bekreftet på {time}: {why}",
  ],
  ["{names} is on hold: {why}", "{names} er stanset: {why}"],
  ["{names} are on hold: {why}", "{names} er stanset: {why}"],
  ["{names} is waiting: {why}", "{names} venter: {why}"],
  ["{names} are waiting: {why}", "{names} venter: {why}"],
  ["{names} is not published yet", "{names} er ikke publisert ennå"],
  ["{names} are not published yet", "{names} er ikke publisert ennå"],
  ["{names} is not published yet: {why}", "{names} er ikke publisert ennå: {why}"],
  ["{names} are not published yet: {why}", "{names} er ikke publisert ennå: {why}"],
  [
    "{names} is published, but no longer has such an address here: {why}",
    "{names} er publisert, men har ikke lenger en slik adresse her: {why}",
  ],
  [
    "{names} are published, but no longer has such an address here: {why}",
    "{names} er publisert, men har ikke lenger en slik adresse her: {why}",
  ],
  ["{names} and {count} more", "{names} og {count} til"],
  ["{first} (IPv4) and {second} (IPv4)", "{first} (IPv4) og {second} (IPv4)"],
  ["{first} (IPv4) and {second} (IPv6)", "{first} (IPv4) og {second} (IPv6)"],
  ["{first} (IPv6) and {second} (IPv4)", "{first} (IPv6) og {second} (IPv4)"],
  ["{first} (IPv6) and {second} (IPv6)", "{first} (IPv6) og {second} (IPv6)"],
  ["The account is probed again at {time}", "Kontoen prøves igjen {time}"],
  [
    "Notices don't reach {channel}; `channels` says why",
    "Varsler når ikke fram til {channel}; hvorfor, står under «Varsler»",
  ],
  [
    "The program that this daemon was started from is no longer installed; the daemon keeps running until it stops: install it again, or {how}",
    "Programmet som denne tjenesten ble startet fra, er ikke lenger installert; tjenesten går videre til den stoppes: installer det igjen, eller {how}",
  ],
  [
    "Version {version} is installed, but this daemon still runs {own}: {how}",
    "Versjon {version} er installert, men denne tjenesten er fortsatt {own}: {how}",
  ],
  ["restart it", "start den på nytt"],
  ["stop it", "stopp den"],
  ["{who} can't listen on {address}: {why}. Retrying", "{who} kan ikke lytte på {address}: {why}. Prøver igjen"],
  ["The HTTP server", "HTTP-tjeneren"],
  ["The gateway", "Gatewayen"],
  [
    "another program uses that port; choose another in {key}, or stop it",
    "et annet program bruker porten; velg en annen i {key}, eller stopp det",
  ],
  [
    "this user is not allowed to listen there; choose a port above 1023 in {key}",
    "denne brukeren får ikke lytte der; velg en port over 1023 i {key}",
  ],
  ["this machine has no such address; fix {key}", "denne maskinen har ingen slik adresse; rett {key}"],
  ["the state directory {dir} can't be used: {why}", "tilstandsmappen {dir} kan ikke brukes: {why}"],
  ["the disk is full; free some space; saving is retried", "disken er full; frigjør plass; det prøves igjen"],
  [
    "the file system is read-only; mount a writable volume there, or set another state_dir",
    "filsystemet kan bare leses; monter et skrivbart volum der, eller sett en annen state_dir",
  ],
  [
    "the state directory {dir} can't be written by user {user}; {what}",
    "tilstandsmappen {dir} kan ikke skrives av brukeren {user}; {what}",
  ],
  [
    "the state directory {dir} can't be written by user {user} (it belongs to {owner}); {what}",
    "tilstandsmappen {dir} kan ikke skrives av brukeren {user} (den tilhører {owner}); {what}",
  ],
  [
    "the state directory {dir} can't be created by user {user}; {what}",
    "tilstandsmappen {dir} kan ikke opprettes av brukeren {user}; {what}",
  ],
  ["run: {command}", "kjør: {command}"],
  [
    "on the host, give the directory that is mounted at {place} to that user: {command}",
    "gi på verten mappen som er montert på {place}, til den brukeren: {command}",
  ],
  [
    "another gigahost-ddns is now running with {dir}: stop one of the two",
    "en annen gigahost-ddns går nå med {dir}: stopp en av de to",
  ],
  [
    "DNS shows {shown} for {host}, but Gigahost has {published}: {elsewhere}; nothing is sent for it again",
    "DNS viser {shown} for {host}, men Gigahost har {published}: {elsewhere}; ingenting sendes for det igjen",
  ],
  [
    "DNS shows {shown} for {host} instead of {published}, and the records API can't confirm it ({why}); nothing is sent until it can",
    "DNS viser {shown} for {host} i stedet for {published}, og records-API-et kan ikke bekrefte det ({why}); ingenting sendes før det kan",
  ],
  [
    "the zone of {host} shows {shown}, but the server says that it already has {published} (nochg): {elsewhere}; nothing is sent for it again",
    "sonen til {host} viser {shown}, men serveren sier at den alt har {published} (nochg): {elsewhere}; ingenting sendes for det igjen",
  ],
  [
    "a resolver between here and the name servers may answer in their place, or they lag behind",
    "en navnetjener på veien svarer kanskje i stedet for sonens egne, eller de henger etter",
  ],
  ["no IPv4 address", "ingen IPv4-adresse"],
  ["no IPv6 address", "ingen IPv6-adresse"],
  [
    "{zone} is served by {servers}, not by Gigahost: nobody sees what is published here until its registrar delegates it to ns1.gigahost.no, ns2.gigahost.no and ns3.gigahost.no",
    "{zone} betjenes av {servers}, ikke av Gigahost: det som publiseres her, er usynlig til registraren delegerer den til ns1.gigahost.no, ns2.gigahost.no og ns3.gigahost.no",
  ],
  [
    "The gateway's certificate can't be used ({code}): {what}",
    "Sertifikatet til gatewayen kan ikke brukes ({code}): {what}",
  ],
  ["check {cert} and {key}", "se på {cert} og {key}"],
  ["The gateway's certificate expires on {day}", "Sertifikatet til gatewayen utløper {day}"],
  [
    "The gateway's certificate expired on {day}, so devices that check it can't connect",
    "Sertifikatet til gatewayen utløp {day}, så enheter som kontrollerer det, holder seg unna",
  ],
  ["renew {file}; the new one is used within seconds", "forny {file}; det nye tas i bruk i løpet av sekunder"],
  ["The HTTP token at {file} can't be read: {why}", "HTTP-tokenet i {file} kan ikke leses: {why}"],
  ["The HTTP token at {file} can't be made: {why}", "HTTP-tokenet i {file} kan ikke lages: {why}"],
  [
    "The HTTP token file {file} is missing or empty; write a token into it",
    "Filen {file} med HTTP-tokenet mangler eller er tom; skriv et token i den",
  ],
];
