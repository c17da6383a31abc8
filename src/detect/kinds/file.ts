import { families } from "../../model/family.ts";
import { refuse, sourceKind } from "../source-kind.ts";
import type { FileSpec } from "../sources/ask-file.ts";

/** `file:/path`. */
export const file = sourceKind<FileSpec>({
  schemes: ["file"],
  parse: (uri, rest) => {
    const path = rest.startsWith("///") ? rest.slice(2) : rest;
    if (!path.startsWith("/") || path.startsWith("//")) return refuse("expected an absolute path, file:/path");
    if (path.includes("\0")) return refuse("a path can't contain a NUL character");
    return { uri, operator: `file:${path}`, cost: "local", authoritative: "always", families, path };
  },
  load: async () => (await import("../sources/ask-file.ts")).askFile,
});
