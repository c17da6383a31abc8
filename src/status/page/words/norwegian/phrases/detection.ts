import type { Phrase } from "../../translate.ts";

/** What is known of an address, and why not more. */
export const detection: readonly Phrase[] = [
  ["there is no {family} address or route here", "det finnes ingen {family}-adresse eller -rute her"],
  ["there is no {family} address or route here ({why})", "det finnes ingen {family}-adresse eller -rute her ({why})"],
  [
    "there is no longer an {family} address or route here; keeping {address}",
    "det finnes ikke lenger noen {family}-adresse eller -rute her; beholder {address}",
  ],
  [
    "there is no longer an {family} address or route here ({why}); keeping {address}",
    "det finnes ikke lenger noen {family}-adresse eller -rute her ({why}); beholder {address}",
  ],
  [
    "{address} until it is deleted in {time} (when_lost: delete)",
    "{address} til den slettes om {time} (when_lost: delete)",
  ],
  [
    "no {family} address for 24 hours: deleting the records (when_lost: delete)",
    "ingen {family}-adresse på 24 timer: sletter postene (when_lost: delete)",
  ],
  ["nothing is published", "ingenting er publisert"],
  ["keeping {address}", "beholder {address}"],
  [
    "no source is asked for the {family} address of uplink {uplink}",
    "ingen kilde blir spurt om {family}-adressen til forbindelsen {uplink}",
  ],
  ["the {family} address is not known", "{family}-adressen er ikke kjent"],
  ["the suffix does not fit the address {address}", "suffikset passer ikke til adressen {address}"],
  [
    "{source} gives the router's own address, but not the prefix of the network behind it",
    "{source} gir ruterens egen adresse, men ikke prefikset til nettet bak den",
  ],
  [
    "{source} gives the prefix {prefix}, which is shorter than prefix_length ({length})",
    "{source} gir prefikset {prefix}, som er kortere enn prefix_length ({length})",
  ],
  [
    "set prefix_length to {length} and let suffix name the subnet too",
    "sett prefix_length til {length}, og la suffix nevne subnettet også",
  ],
  ["the client has not sent {what} yet", "klienten har ikke oppgitt {what} ennå"],
  ["an IPv4 address", "noen IPv4-adresse"],
  ["an IPv6 address", "noen IPv6-adresse"],
  ["no source to ask", "ingen kilde å spørre"],
  ["sources disagree: {answers}", "kildene er uenige: {answers}"],
  [
    "confirmed by {count} of {needed} required sources: {answers}",
    "bekreftet av {count} av {needed} nødvendige kilder: {answers}",
  ],
  ["outvoted: {answers}", "nedstemt: {answers}"],
  ["{source} says {address}", "{source} oppgir {address}"],
  ["{source} says {address}, not public: {why}", "{source} oppgir {address}, ikke offentlig: {why}"],
  ["{source} says {address}, refused by {rule}", "{source} oppgir {address}, avvist av {rule}"],
  ["{source} says {address}, but is outvoted", "{source} oppgir {address}, men er nedstemt"],
  [
    "{count} more give no answer (`gigahost-ddns detect` shows all)",
    "{count} til gir ikke noe svar (`gigahost-ddns detect` viser alle)",
  ],
  ["not public: {why}", "ikke offentlig: {why}"],
  ["{block}, private use ({rfc})", "{block}, privat bruk ({rfc})"],
  [
    "{block}, shared address space of carrier-grade NAT ({rfc})",
    "{block}, delt adresseområde for operatør-NAT ({rfc})",
  ],
  ["{block}, loopback ({rfc})", "{block}, bare på maskinen selv ({rfc})"],
  ["{block}, link-local ({rfc})", "{block}, bare på lokalnettet ({rfc})"],
  ["{block}, multicast ({rfc})", "{block}, gruppesending ({rfc})"],
  ["{block}, reserved ({rfc})", "{block}, reservert ({rfc})"],
  ["{block}, unique local ({rfc})", "{block}, lokal bruk ({rfc})"],
  ["{block}, documentation ({rfc})", "{block}, dokumentasjon ({rfc})"],
  ["{cause} (behind_nat: refuse)", "{cause} (behind_nat: refuse)"],
  [
    "neither the router nor this machine has {address} itself",
    "verken ruteren eller denne maskinen har {address} selv",
  ],
  [
    "this machine's own address is {address}, and no router says that it has a public one",
    "den egne adressen til denne maskinen er {address}, og ingen ruter sier at den har en offentlig",
  ],
  [
    "the router's own address is {address}, but the Internet sees {seen}: {cause}",
    "den egne adressen til ruteren er {address}, men Internett ser {seen}: {cause}",
  ],
  [
    "this machine's own address is {address}, but the Internet sees {seen}: {cause}",
    "den egne adressen til denne maskinen er {address}, men Internett ser {seen}: {cause}",
  ],
  [
    "the router has no public address ({sign}), but the Internet sees {seen}: {cause}",
    "ruteren har ingen offentlig adresse ({sign}), men Internett ser {seen}: {cause}",
  ],
  ["the router's own address is {address}: {cause}", "den egne adressen til ruteren er {address}: {cause}"],
  ["this machine's own address is {address}: {cause}", "den egne adressen til denne maskinen er {address}: {cause}"],
  ["the router has no public address ({sign}): {cause}", "ruteren har ingen offentlig adresse ({sign}): {cause}"],
  ["the router has no public address ({sign})", "ruteren har ingen offentlig adresse ({sign})"],
  ["{cause}, so nobody can connect from outside", "{cause}, så ingen kan koble seg til utenfra"],
  [
    "the provider translates addresses (CGNAT) and shares this one among customers",
    "leverandøren oversetter adresser (CGNAT) og deler denne mellom kunder",
  ],
  [
    "the provider carries IPv4 over IPv6 (DS-Lite or 464XLAT) and translates addresses",
    "leverandøren frakter IPv4 over IPv6 (DS-Lite eller 464XLAT) og oversetter adresser",
  ],
  [
    "another router in front of it translates addresses (double NAT)",
    "en annen ruter foran den oversetter adresser (dobbel NAT)",
  ],
  [
    "the provider translates addresses, or this machine's traffic leaves through a VPN",
    "leverandøren oversetter adresser, eller trafikken fra denne maskinen går ut gjennom en VPN",
  ],
  [
    "it is offline, or the provider or another router translates addresses (CGNAT, double NAT)",
    "den er frakoblet, eller leverandøren eller en annen ruter oversetter adresser (CGNAT, dobbel NAT)",
  ],
  [
    "ask the provider for a public IPv4 address, or publish IPv6 only (ipv4: false)",
    "be leverandøren om en offentlig IPv4-adresse, eller publiser bare IPv6 (ipv4: false)",
  ],
  [
    "set that router to bridge mode, or forward the ports on both",
    "sett den ruteren i bromodus, eller videresend portene på begge",
  ],
  [
    "name sources that use the right connection, or set `interface` for the uplink",
    "oppgi kildene for veien som gjelder, eller sett `interface` for forbindelsen",
  ],
  ["About the {family} address: {what}", "Om {family}-adressen: {what}"],
  ["About the {family} address of uplink {uplink}: {what}", "Om {family}-adressen til forbindelsen {uplink}: {what}"],
];
