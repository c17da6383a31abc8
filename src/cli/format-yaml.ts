import { stringify } from "yaml";

/** Data as YAML. A file of its own, since yaml is CommonJS: loaded by name in a split bundle, it has its default export only. */
export function formatYaml(data: unknown): string {
  return stringify(data);
}
