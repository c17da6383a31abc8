// The licences of what is inside the bundle ask for their notice to go with every copy.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One text with the name, version and licence of every package that esbuild's metafiles name as an input. */
export function collectLicences(root, metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => describe(join(root, folder)));
  return `gigahost-ddns contains these packages, each under its own licence.\n\n${notices.join(`\n${"-".repeat(72)}\n\n`)}`;
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
