import type { Result } from "../../../../model/result.ts";
import { createTranslate } from "../translate.ts";
import type { PageWords } from "../words.ts";
import { counts } from "./counts.ts";
import { labels } from "./labels.ts";
import { connections } from "./phrases/connections.ts";
import { detection } from "./phrases/detection.ts";
import { health } from "./phrases/health.ts";
import { publishing } from "./phrases/publishing.ts";
import { situations } from "./situations.ts";

/** Whatever the server says that is not a success, and what comes instead of its word. */
type FailureResult = Exclude<Result, "good" | "nochg" | `http_${number}`>;

export const norwegian: PageWords = {
  health: { ok: "Alt i orden", starting: "Starter", degraded: "Trenger tilsyn", failing: "Svikter" },
  ...situations,
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
  } satisfies Readonly<Record<FailureResult, string>>,
  time: { ago: "for {} siden", ahead: "om {}", now: "nå", units: ["s", "min", "t", "d"] },
  text: labels,
  count: counts,
  translate: createTranslate([...health, ...publishing, ...detection, ...connections]),
};
