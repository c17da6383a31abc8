import { joinKey } from "../findings.ts";
import { listAlternatives, type Shape } from "./shape.ts";

/** Every key of the schema with the keys around it: `ipv4.confirm`, `hostnames[].name`, `uplinks.NAME.interface`. */
export function listKeyPaths(shape: Shape, outer = ""): string[] {
  return listAlternatives(shape).flatMap((each) => {
    if (each.type === "array") return listKeyPaths(each.item, `${outer}[]`);
    if (each.type === "record") return listKeyPaths(each.value, `${outer}.NAME`);
    if (each.type !== "strict_object") return [];
    return Object.entries(each.entries).flatMap(([name, field]) => {
      const path = joinKey(outer, name);
      return [path, ...listKeyPaths(field, path)];
    });
  });
}
