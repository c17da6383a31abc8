import { formatCount } from "../format-count.ts";
import type { SituationWords } from "../words.ts";

export const situations: SituationWords = {
  sentence: {
    starting: () => "Den første sjekken pågår.",
    accountHeld: () => "Gigahost avviser påloggingen, så ingenting blir publisert.",
    allHeld: () => "Alle vertsnavn er stanset.",
    unheard: () => "Ingen kilde oppgir den offentlige adressen.",
    someHeld: ({ count, total }) => `${formatCount(count)} av ${formatCount(total)} vertsnavn er stanset.`,
    waiting: ({ count, total }) => `${formatCount(count)} av ${formatCount(total)} vertsnavn venter på et nytt forsøk.`,
    lost: ({ count, total }) =>
      `${formatCount(count)} av ${formatCount(total)} vertsnavn har ikke lenger adressen som er publisert.`,
    pending: ({ count, total }) => `${formatCount(count)} av ${formatCount(total)} vertsnavn er ikke publisert ennå.`,
    other: () => "Publiseringen virker, men noe annet trenger tilsyn.",
    following: () => "Denne replikaen står klar; en annen publiserer.",
    nothing: () => "Programmet går; det finnes ingen adresse å publisere.",
    well: ({ total }) =>
      total === 1
        ? "Vertsnavnet peker til riktig adresse."
        : `Alle ${formatCount(total)} vertsnavn peker til riktig adresse.`,
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
};
