// How soon a changed address is published, in network namespaces with real routers, beside ddclient and inadyn: median and worst
// of ten changes of each kind, as a table for docs/reaction.md. As root; takes about a quarter of an hour.
//
//   npm run bench:reaction [-- --changes 10] [WORD-OF-A-TITLE …]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleLab } from "./bundle-lab.mjs";
import { median } from "./print-table.mjs";

const { values, positionals } = parseArgs({
  options: { changes: { type: "string", default: "10" } },
  allowPositionals: true,
});
if (process.getuid?.() !== 0) {
  console.error("bench: this takes root, for network namespaces with routers in them");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "bench-reaction-"));
try {
  const [internet, measure] = await Promise.all(["internet", "measure"].map((name) => bundleLab(name, folder)));
  const { measureReactions } = await import(pathToFileURL(measure).href);
  const measured = await measureReactions(internet, {
    changes: Number(values.changes),
    only: positionals,
    say: (line) => console.error(line),
  });
  printMarkdown(measured);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function printMarkdown(measured) {
  const clients = [...new Set(measured.flatMap(({ reactions }) => Object.keys(reactions)))];
  console.log(`| change | ${clients.join(" | ")} |\n| --- |${" ---: |".repeat(clients.length)}`);
  for (const { title, reactions } of measured) {
    console.log(`| ${title} | ${clients.map((name) => cell(reactions[name])).join(" | ")} |`);
  }
}

/** Median and worst, in seconds; how many never arrived within two intervals. */
function cell(reactionsMs) {
  if (reactionsMs === undefined) return "–";
  const arrived = reactionsMs.filter((ms) => ms !== null);
  if (arrived.length === 0) return "never";
  const missed = reactionsMs.length - arrived.length;
  const text = `${seconds(median(arrived))}, ${seconds(Math.max(...arrived))}`;
  return missed === 0 ? text : `${text}, ${missed} missed`;
}

function seconds(ms) {
  return ms < 10_000 ? (ms / 1000).toFixed(2) : Math.round(ms / 1000);
}
