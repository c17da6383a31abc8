import type { Phrase } from "../../translate.ts";

const retryOr = "innstillingene endres eller du kjører {retry}";
const untilChanged = "nothing more is sent for it until its settings change or you run {retry}";
const nothingMore = `ingenting mer sendes for det før ${retryOr}`;

/** Why something is not published, or not yet. */
export const publishing: readonly Phrase[] = [
  [
    `{host} is not in a zone of this account (nohost): check its spelling and that the zone exists; ${untilChanged}`,
    `{host} ligger ikke i noen sone på denne kontoen (nohost): sjekk skrivemåten, og at sonen finnes; ${nothingMore}`,
  ],
  [
    `the server says that {host} is not fully qualified (notfqdn): fix it; ${untilChanged}`,
    `serveren sier at {host} ikke er et fullt vertsnavn (notfqdn): rett det; ${nothingMore}`,
  ],
  [
    `{host} belongs to another account (!yours): check its spelling and the credential; ${untilChanged}`,
    `{host} hører til en annen konto (!yours): sjekk skrivemåten og påloggingen; ${nothingMore}`,
  ],
  [
    `{host} is not active at the server (!active): check that its zone is active; ${untilChanged}`,
    `{host} er ikke aktivt hos serveren (!active): sjekk at sonen er aktiv; ${nothingMore}`,
  ],
  [
    `{host} is blocked for too many updates (abuse): ask Gigahost to unblock it; ${untilChanged}`,
    `{host} er sperret for mange oppdateringer (abuse): be Gigahost oppheve sperringen; ${nothingMore}`,
  ],
  [
    `the account may not do this for {host} (!donator): check what its plan allows; ${untilChanged}`,
    `kontoen har ikke lov til dette for {host} (!donator): sjekk hva avtalen dekker; ${nothingMore}`,
  ],
  [
    `the server reports too many hostnames, although only {host} was sent (numhost); ${untilChanged}`,
    `serveren melder om for mange vertsnavn, enda bare {host} ble sendt (numhost); ${nothingMore}`,
  ],
  [
    `the server refuses the request for {host} altogether (badsys); ${untilChanged}`,
    `serveren avviser hele forespørselen for {host} (badsys); ${nothingMore}`,
  ],
  [
    "the server calls {address} invalid (badagent): it is not sent again until the address changes",
    "serveren kaller {address} ugyldig (badagent): den sendes ikke igjen før adressen endres",
  ],
  ["the address", "adressen"],
  [
    "the server reports a DNS error (dnserr): retrying in 30 minutes or more",
    "serveren melder om en DNS-feil (dnserr): prøver igjen om 30 minutter eller mer",
  ],
  [
    "the server reports a failure (911): retrying in 30 minutes or more",
    "serveren melder om en feil (911): prøver igjen om 30 minutter eller mer",
  ],
  [
    "the server refuses {credential} ({result}): check that it is active and may write DNS; nothing more is sent until {lift}; it is tried again after an hour, then daily",
    "serveren avviser {credential} ({result}): sjekk at påloggingen er aktiv og har lov til å skrive DNS; ingenting mer sendes før {lift}; den prøves igjen etter en time, siden daglig",
  ],
  ["it changes or you run {retry}", "den endres eller du kjører {retry}"],
  [
    "you write a new one into its file in /etc/gigahost-ddns and run {restart}, which passes it on, or you run {retry}",
    "du skriver en ny i filen i /etc/gigahost-ddns og kjører {restart}, som gir den videre, eller kjører {retry}",
  ],
  [
    "you give the container a new one and restart it, or you run `gigahost-ddns retry` in it",
    "du gir containeren en ny og starter den på nytt, eller kjører `gigahost-ddns retry` i den",
  ],
  ["`gigahost-ddns retry` in the container", "`gigahost-ddns retry` i containeren"],
  ["the API key", "API-nøkkelen"],
  ["the user name or password", "brukernavnet eller passordet"],
  [
    "none of the zones that {credential} may see contains {host} (nohost): check its spelling and that the zone exists, and that a key limited to zones includes it; then run {retry}",
    "ingen av sonene som {credential} får se, inneholder {host} (nohost): sjekk skrivemåten, at sonen finnes, og at en nøkkel som er begrenset til soner, har den med; kjør så {retry}",
  ],
  [
    "{credential} may not read the zone {zone}: add the zone to those it is limited to ({result}); then run {retry}",
    "{credential} får ikke lese sonen {zone}: legg sonen til dem den er begrenset til ({result}); kjør så {retry}",
  ],
  [
    "{credential} may read the zone {zone}, but not change it: give it the DNS permission with write access, also for this zone ({result}); then run {retry}",
    "{credential} får lese sonen {zone}, men ikke endre den: gi den tilgang til DNS med skriving, også for denne sonen ({result}); kjør så {retry}",
  ],
  [
    "{credential} is not allowed to {doing} ({result} on GET /dns/zones): give it the DNS permission, read and write; then run {retry}",
    "{credential} har ikke tilgang ({result} på GET /dns/zones): gi den tilgang til DNS, lesing og skriving; kjør så {retry}",
  ],
  [
    "the server reports the {type} record of {host} as changed, but does not list it; retrying later",
    "serveren melder at {type}-posten til {host} er endret, men viser den ikke; prøver igjen senere",
  ],
  [
    "the server says that it published {other} instead of {sent}; retrying later",
    "serveren sier at den publiserte {other} i stedet for {sent}; prøver igjen senere",
  ],
  [
    "the server's answer has the wrong number of lines ({body}); retrying later",
    "svaret fra serveren har feil antall linjer ({body}); prøver igjen senere",
  ],
  ["the server answered {what}; retrying later", "serveren svarte {what}; prøver igjen senere"],
  ["HTTP {status} with {what}", "HTTP {status} med {what}"],
  ["{what}: too many requests", "{what}: for mange forespørsler"],
  ["{what}: check account.base_url", "{what}: sjekk account.base_url"],
  [
    "{what}: a redirect, which is not followed with a credential; check account.base_url",
    "{what}: en videresending, som ikke følges med en pålogging; sjekk account.base_url",
  ],
  ["more than 64 KiB", "mer enn 64 KiB"],
  ["nothing", "ingenting"],
  ["an HTML page instead of an answer", "en HTML-side i stedet for et svar"],
  ["something that is not a dyndns answer ({body})", "noe som ikke er et dyndns-svar ({body})"],
  ["retrying later", "prøver igjen senere"],
  ["{what} ({message}); retrying later", "{what} ({message}); prøver igjen senere"],
  [
    "the server did not answer in time, so it is unknown whether it published the address",
    "serveren svarte ikke i tide, så det er ikke bekreftet om den publiserte adressen",
  ],
  [
    "the server could not be reached in time, so nothing was published",
    "serveren kunne ikke spørres i tide, så ingenting ble publisert",
  ],
  [
    "the connection broke, so it is unknown whether the server published the address",
    "forbindelsen ble brutt, så det er ikke bekreftet om serveren publiserte adressen",
  ],
  ["the server could not be reached, so nothing was published", "serveren kunne ikke nås, så ingenting ble publisert"],
  ["no secure connection to the server", "ingen sikker forbindelse til serveren"],
  [
    "this machine's clock is wrong (it shows {time}), so the server's certificate can't be checked: set the clock, or wait until it is set from the network",
    "klokken på denne maskinen går feil (den viser {time}), så sertifikatet til serveren kan ikke kontrolleres: still klokken, eller vent til den stilles fra nettet",
  ],
  [
    "the round ended before the server answered, so it is unknown whether it published the address; it is sent again in the next round",
    "runden tok slutt før serveren svarte, så det er ikke bekreftet om den publiserte adressen; den sendes igjen i neste runde",
  ],
  ["internal error ({words}); please report it", "intern feil ({words}); meld gjerne fra om den"],
  [
    "updated {count} times in the last hour (max_updates_per_hour: {max})",
    "oppdatert {count} ganger den siste timen (max_updates_per_hour: {max})",
  ],
  [
    "the {family} address keeps changing back and forth: it is published once it has been stable for {time}",
    "{family}-adressen skifter fram og tilbake: den publiseres når den har holdt seg i {time}",
  ],
  ["it is unknown whether {address} was published", "det er ukjent om {address} ble publisert"],
  ["published again because of --force", "publisert igjen på grunn av --force"],
  [
    "the IPv4 address is not known yet, and dyndns could overwrite the A record without it; set engine to auto or records to publish it",
    "IPv4-adressen er ikke kjent ennå, og dyndns kunne overskrive A-posten uten den; sett engine til auto eller records for å publisere",
  ],
  [
    "the hostname wants only IPv6, and dyndns could overwrite the A record without it; set engine to auto or records to publish it",
    "vertsnavnet vil bare ha IPv6, og dyndns kunne overskrive A-posten; sett engine til auto eller records for å publisere",
  ],
  [
    "dyndns refuses the API key, which the rest of the API accepts: the records API publishes instead, until the key changes or you run {retry}",
    "dyndns avviser API-nøkkelen, som resten av API-et godtar: records-API-et publiserer i stedet, til nøkkelen endres eller du kjører {retry}",
  ],
];
