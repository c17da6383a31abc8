import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";

export const deployDir = fileURLToPath(new URL("../../deploy", import.meta.url));

export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into manifests of every kind
  readonly object: any;
}

/** The objects of a folder that the cluster itself gets: all but the kustomization, its patches and the files of its maps. */
export function readManifests(folder: string): readonly Manifest[] {
  const files = readdirSync(`${deployDir}/${folder}`).filter((file) => file.endsWith(".yaml"));
  const own = files.filter((file) => !/^(kustomization|config|.*-patch)\.yaml$/.test(file));
  return own.flatMap((file) => splitObjects(readFileSync(`${deployDir}/${folder}/${file}`, "utf8"), file));
}

export function splitObjects(text: string, file: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const object = document.toJS();
    return { file, apiVersion: object.apiVersion, kind: object.kind, object };
  });
}

// biome-ignore lint/suspicious/noExplicitAny: as above
export function readYaml(path: string): any {
  return parse(readFileSync(`${deployDir}/${path}`, "utf8"));
}
