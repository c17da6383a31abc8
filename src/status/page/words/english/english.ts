import { untranslated } from "../translate.ts";
import type { PageWords } from "../words.ts";
import { counts } from "./counts.ts";
import { labels } from "./labels.ts";
import { situations } from "./situations.ts";

export const english: PageWords = {
  health: { ok: "All well", starting: "Starting", degraded: "Needs attention", failing: "Failing" },
  ...situations,
  state: {
    ok: "up to date",
    pending: "not published yet",
    waiting: "waiting",
    held: "on hold",
    absent: "no such address here",
    refused: "refused by your rule",
  },
  event: { changed: "changed", trouble: "trouble", recovered: "recovered", held: "on hold" },
  // The reasons are already in English.
  result: {},
  time: { ago: "{} ago", ahead: "in {}", now: "now", units: ["s", "min", "h", "d"] },
  text: labels,
  count: counts,
  translate: untranslated,
};
