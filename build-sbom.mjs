// The software bill of materials (CycloneDX 1.6): every package that the program needs when it runs, straight from the lock
// file. `npm sbom --omit dev` leaves out what a tool for developers needs as well.
import { readFileSync } from "node:fs";

/** The text of the bill; `metafiles` are esbuild's, which name what is inside the bundle. */
export function writeSbom(root, metafiles) {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8"));
  const own = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const bundled = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).map(folderOf));
  const found = findRuntime(packages);
  const missing = [...bundled].filter((path) => path !== null && !found.has(path));
  if (missing.length > 0) throw new Error(`bundled, but no dependency: ${missing.join(", ")}`);
  const paths = [...found.keys()].filter((path) => path !== "").sort();
  const self = `pkg:npm/${own.name}@${own.version}`;
  const refOf = (path) => (path === "" ? self : purlOf(nameOf(path), packages[path].version));
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: own.name,
        version: own.version,
        description: own.description,
        licenses: [{ license: { id: own.license } }],
        purl: self,
      },
    },
    components: paths.map((path) => describe(path, packages[path], bundled.has(path))),
    dependencies: ["", ...paths].map((path) => ({
      ref: refOf(path),
      dependsOn: [...found.get(path)].map(refOf).sort(),
    })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

const folderOf = (input) => input.match(/node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/)?.[0] ?? null;
const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const purlOf = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/** What each package needs, by its folder, from the project itself ("") on. */
function findRuntime(packages) {
  const found = new Map();
  const visit = (path) => {
    if (found.has(path)) return;
    const { dependencies = {}, optionalDependencies = {} } = packages[path];
    const names = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
    const needed = names.flatMap((name) => locate(packages, path, name) ?? []);
    found.set(path, needed);
    for (const each of needed) visit(each);
  };
  visit("");
  return found;
}

/** As Node looks for it: beside, then in each folder above. */
function locate(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === "") return null;
  }
}

function describe(path, { version, license, integrity }, isBundled) {
  const [, algorithm, hash] = /^(sha\d+)-(\S+)/.exec(integrity ?? "") ?? [];
  const name = nameOf(path);
  return {
    type: "library",
    "bom-ref": purlOf(name, version),
    name,
    version,
    scope: "required",
    ...(algorithm && {
      hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(hash, "base64").toString("hex") }],
    }),
    licenses: /^[\w.-]+$/.test(license)
      ? [{ license: { id: license } }]
      : [{ expression: license.replace(/^\((.*)\)$/, "$1") }],
    purl: purlOf(name, version),
    properties: [{ name: "gigahost-ddns:bundled", value: String(isBundled) }],
  };
}
