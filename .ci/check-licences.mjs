#!/usr/bin/env node
// Lists the licences of all packages in the lock file; fails for one that isn't allowed. What is bundled must be
// permissive; what only builds and tests may also be weakly copyleft.
import { readFileSync } from "node:fs";

const permissive = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "MIT-0",
  "BlueOak-1.0.0",
  "Unlicense",
];
const forTools = [...permissive, "MPL-2.0", "Python-2.0", "CC0-1.0", "CC-BY-4.0", "WTFPL"];

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const installed = Object.entries(packages).filter(([path]) => path !== "");
const counts = new Map();
const refused = [];
for (const [path, { dev = false, devOptional = false, license = "none named" }] of installed) {
  const use = dev || devOptional ? "tools" : "product";
  counts.set(`${use}: ${license}`, (counts.get(`${use}: ${license}`) ?? 0) + 1);
  if (!isAllowed(license, use === "tools" ? forTools : permissive)) refused.push(`${path}: ${license} (${use})`);
}
for (const [what, count] of [...counts].sort()) console.log(String(count).padStart(5), what);
if (refused.length > 0) {
  console.error(`not allowed:\n  ${refused.join("\n  ")}`);
  process.exit(1);
}

/** An SPDX expression without nesting: one of several joined by OR, all of several joined by AND. */
function isAllowed(expression, allowed) {
  const alternatives = expression.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return alternatives.some((each) => each.split(" AND ").every((name) => allowed.includes(name)));
}
