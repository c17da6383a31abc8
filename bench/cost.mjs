// What a steady day costs on the wire: packets and bytes of a home whose router answers and of one with STUN only, beside ddclient
// and a poll by HTTPS. As root, in network namespaces; counts for --minutes (15; at least 5) and takes that as a part of a day.
//
//   node bench/cost.mjs [--minutes 15]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleLab } from "./bundle-lab.mjs";
import { printTable } from "./print-table.mjs";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "15" } } });
const folder = mkdtempSync(join(tmpdir(), "bench-cost-"));
try {
  const [internet, measure] = await Promise.all(["internet", "measure-cost"].map((name) => bundleLab(name, folder)));
  const { measureCosts } = await import(pathToFileURL(measure).href);
  const costs = await measureCosts(internet, Number(values.minutes));
  printTable([
    ["a day", "packets", "KiB"],
    ...costs.map(({ title, packets, bytes }) => [title, packets, Math.round(bytes / 1024)]),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
