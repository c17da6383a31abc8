import { formatCount } from "../format-count.ts";
import type { SituationWords } from "../words.ts";

export const situations: SituationWords = {
  sentence: {
    starting: () => "The first look is under way.",
    accountHeld: () => "Gigahost refuses the credential, so nothing is published.",
    allHeld: () => "Every hostname is on hold.",
    unheard: () => "No source reports the public address.",
    someHeld: ({ count, total }) => `${formatCount(count)} of ${formatCount(total)} hostnames ${are(count)} on hold.`,
    waiting: ({ count, total }) =>
      `${formatCount(count)} of ${formatCount(total)} hostnames ${count === 1 ? "waits" : "wait"} for another attempt.`,
    lost: ({ count, total }) =>
      `${formatCount(count)} of ${formatCount(total)} hostnames no longer ${count === 1 ? "has" : "have"} the address that is published.`,
    pending: ({ count, total }) =>
      `${formatCount(count)} of ${formatCount(total)} hostnames ${are(count)} not published yet.`,
    other: () => "Publishing works, but something else needs attention.",
    following: () => "This replica stands by; another one publishes.",
    nothing: () => "Running; there is no address to publish.",
    well: ({ total }) =>
      total === 1
        ? "The hostname points to the right address."
        : `All ${formatCount(total)} hostnames point to the right addresses.`,
  },
  advice: {
    starting: () => "Nothing to do; it takes 5 minutes at most.",
    accountHeld: () =>
      "Put a valid API key or password into the configuration and restart; if the old one is valid again, press “Retry all”.",
    allHeld: () => "See why below, fix it at Gigahost, then press “Retry all”.",
    unheard: () => "Check the Internet connection and the sources; the daemon keeps looking.",
    someHeld: () => "See why below, fix it at Gigahost, then press “Retry”.",
    waiting: () => "Nothing to do for now; it is retried automatically.",
    lost: () => "Check the router and the network; the reason is below.",
    pending: () => "Nothing to do for now; the reason is below.",
    other: () => "This is what it is, and what to do:",
    following: () => "Nothing to do.",
    nothing: () => "Check the sources in the configuration if you expect one.",
    well: () => "Nothing to do.",
  },
};

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
